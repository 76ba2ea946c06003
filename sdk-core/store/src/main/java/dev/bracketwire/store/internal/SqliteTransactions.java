// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Begins and ends the transactions of a SQLite connection by statements, since the driver's own begin at once after each
 * commit. A savepoint that the work sets through the driver makes it leave auto-commit without beginning anything; then
 * the driver has to end the transaction, or it would remember one.
 */
final class SqliteTransactions implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;
    private final boolean autoCommit;

    SqliteTransactions(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
        this.statement = connection.createStatement();
    }

    /** Stops whatever runs on the connection: the driver interrupts all of it. */
    StatementCanceller brake() {
        return statement::cancel;
    }

    /** Whether the connection has no transaction any more, after a statement failed in it. */
    static boolean isOver(Connection connection) throws SQLException {
        try (Statement probe = connection.createStatement()) {
            probe.execute("BEGIN");
            probe.execute("ROLLBACK");
            return true;
        } catch (SQLException e) {
            return false; // there is one, so another cannot begin
        }
    }

    void execute(String sql) throws SQLException {
        statement.execute(sql);
    }

    void commit() throws SQLException {
        if (connection.getAutoCommit()) {
            statement.execute("COMMIT");
        } else {
            connection.setAutoCommit(true);
        }
    }

    void rollback() throws SQLException {
        if (connection.getAutoCommit()) {
            statement.execute("ROLLBACK");
        } else {
            if (isOver(connection)) {
                statement.execute("BEGIN"); // the driver has to end one, and SQLite has undone its own
            }
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Leaves the connection as it was found. */
    @Override
    public void close() throws SQLException {
        statement.close();
        if (!autoCommit) {
            connection.setAutoCommit(false);
        }
    }
}
