// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** SQLite: one thread writes, and where there is a file, many read beside it. */
final class SqliteBackend implements DatabaseBackend {
    private final ConnectionSource writing;
    private final @Nullable ConnectionSource reading;
    private final GroupWriter writer;

    SqliteBackend(ConnectionSource writing, @Nullable ConnectionSource reading, String name) {
        this.writing = writing;
        this.reading = reading;
        this.writer = new GroupWriter(writing, name);
    }

    @Override
    public boolean queuesWrites() {
        return true;
    }

    @Override
    public boolean queuesReads() {
        return reading == null;
    }

    @Override
    public void write(DatabaseTask<?> databaseTask) {
        writer.add(databaseTask);
    }

    @Override
    public void read(DatabaseTask<?> databaseTask) {
        if (reading == null) {
            writer.add(databaseTask);
            return;
        }
        try {
            Connection connection = reading.borrow(databaseTask);
            if (connection == null) {
                return;
            }
            boolean clean = false;
            try {
                clean = read(databaseTask, connection);
            } finally {
                reading.giveBack(connection, clean);
            }
        } catch (SQLException e) {
            if (!databaseTask.failed()) {
                databaseTask.fail(e, false);
            }
        }
        if (databaseTask.ran()) {
            databaseTask.deliver();
        }
    }

    private static boolean read(DatabaseTask<?> databaseTask, Connection connection) throws SQLException {
        try (SqliteTransactions sqliteTransactions = new SqliteTransactions(connection)) {
            if (databaseTask.begin(sqliteTransactions.brake())) {
                sqliteTransactions.execute("PRAGMA query_only = ON");
                try {
                    sqliteTransactions.execute("BEGIN");
                    databaseTask.run(connection);
                    sqliteTransactions.rollback();
                } finally {
                    sqliteTransactions.execute("PRAGMA query_only = OFF");
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        writer.close();
        if (reading != null) {
            reading.close();
        }
        writing.close();
    }
}
