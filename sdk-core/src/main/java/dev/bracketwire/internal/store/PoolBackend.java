// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** PostgreSQL: each task is a transaction on a connection of the host's pool. */
final class PoolBackend implements Backend {
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
    public void write(Task<?> task) {
        carryOut(task, false);
    }

    @Override
    public void read(Task<?> task) {
        carryOut(task, true);
    }

    private void carryOut(Task<?> task, boolean reads) {
        try {
            Connection connection = source.borrow(task);
            try {
                transaction(task, connection, reads);
            } finally {
                source.giveBack(connection, true);
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

    private static void transaction(Task<?> task, Connection connection, boolean reads) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        boolean readOnly = connection.isReadOnly();
        if (reads != readOnly) {
            connection.setReadOnly(reads);
        }
        connection.setAutoCommit(false);
        try {
            if (task.begin(PostgresDriver.brake(connection))) {
                if (task.run(connection)) {
                    commit(task, connection);
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

    private static void commit(Task<?> task, Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = e.getSQLState();
            // The server answered that it kept nothing, or nobody answered.
            task.fail(e, state == null || state.startsWith("08") || state.startsWith("57"));
            connection.rollback();
        }
    }

    @Override
    public void close() {}
}
