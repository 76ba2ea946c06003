// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** PostgreSQL: each task is a transaction on a connection of the host's pool. */
final class PoolBackend implements DatabaseBackend {
    private final PoolSource source;

    PoolBackend(DataSource pool) {
        this.source = new PoolSource(pool);
    }

    @Override
    public boolean queuesWrites() {
        return false;
    }

    @Override
    public boolean queuesReads() {
        return false;
    }

    @Override
    public void write(DatabaseTask<?> databaseTask) {
        carryOut(databaseTask, false);
    }

    @Override
    public void read(DatabaseTask<?> databaseTask) {
        carryOut(databaseTask, true);
    }

    private void carryOut(DatabaseTask<?> databaseTask, boolean reads) {
        try {
            Connection connection = source.borrow(databaseTask);
            try {
                transaction(databaseTask, connection, reads);
            } finally {
                source.giveBack(connection, true);
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

    private static void transaction(DatabaseTask<?> databaseTask, Connection connection, boolean reads)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        boolean readOnly = connection.isReadOnly();
        if (reads != readOnly) {
            connection.setReadOnly(reads);
        }
        connection.setAutoCommit(false);
        try {
            if (databaseTask.begin(PostgresDriver.brake(connection))) {
                if (databaseTask.run(connection)) {
                    commit(databaseTask, connection);
                } else {
                    connection.rollback();
                }
            }
        } finally {
            connection.setAutoCommit(autoCommit);
            if (reads != readOnly) {
                connection.setReadOnly(readOnly);
            }
        }
    }

    private static void commit(DatabaseTask<?> databaseTask, Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = e.getSQLState();
            // The server answered that it kept nothing, or nobody answered.
            databaseTask.fail(e, state == null || state.startsWith("08") || state.startsWith("57"));
            connection.rollback();
        }
    }

    @Override
    public void close() {}
}
