// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's pool. It gets its connections back as they were, by their own close, and is never closed. */
record PoolSource(DataSource pool) implements ConnectionSource {
    private static final Logger LOG = LoggerFactory.getLogger(PoolSource.class);

    @Override
    public Connection borrow(DatabaseTask<?> databaseTask) throws SQLException {
        return databaseTask.interruptible(pool::getConnection);
    }

    @Override
    public void giveBack(Connection connection, boolean clean) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("a connection of the host's pool cannot be closed: {}", e.getSQLState());
        }
    }

    @Override
    public void close() {}
}
