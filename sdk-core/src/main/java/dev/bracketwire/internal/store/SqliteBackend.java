// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** SQLite: one thread writes, and where there is a file, many read beside it. */
final class SqliteBackend implements Backend {
    private final Source writing;
    private final @Nullable Source reading;
    private final GroupWriter writer;

    SqliteBackend(Source writing, @Nullable Source reading, String name) {
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
    public void write(Task<?> task) {
        writer.add(task);
    }

    @Override
    public void read(Task<?> task) {
        if (reading == null) {
            writer.add(task);
            return;
        }
        try {
            Connection connection = reading.borrow(task);
            if (connection == null) {
                return;
            }
            boolean clean = false;
            try {
                clean = read(task, connection);
            } finally {
                reading.giveBack(connection, clean);
            }
        } catch (SQLException e) {
            if (!task.failed()) {
                task.fail(e, false);
            }
        }
        if (task.ran()) {
            task.deliver();
        }
    }

    private static boolean read(Task<?> task, Connection connection) throws SQLException {
        try (Control control = new Control(connection)) {
            if (task.begin(control.brake())) {
                control.execute("PRAGMA query_only = ON");
                try {
                    control.execute("BEGIN");
                    task.run(connection);
                    control.rollback();
                } finally {
                    control.execute("PRAGMA query_only = OFF");
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
