// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to a SQLite file when they are needed, and keeps them open until the database is closed. */
final class SqliteConnections implements ConnectionSource {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteConnections.class);

    private static final int LOOK = 20;

    private final String url;
    private final List<String> settings;
    private final Semaphore permits;
    private final Deque<Connection> idle = new ArrayDeque<>();

    SqliteConnections(String url, List<String> settings, int most) {
        this.url = url;
        this.settings = settings;
        this.permits = new Semaphore(most, true);
    }

    @Override
    public @Nullable Connection borrow(DatabaseTask<?> databaseTask) throws SQLException {
        try {
            while (!permits.tryAcquire(LOOK, TimeUnit.MILLISECONDS)) {
                if (databaseTask.result.isDone()) {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            databaseTask.cancel();
            return null;
        }
        synchronized (idle) {
            Connection kept = idle.pollFirst();
            if (kept != null) {
                return kept;
            }
        }
        try {
            return open();
        } catch (SQLException | RuntimeException | Error e) {
            permits.release();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute("PRAGMA " + setting);
            }
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
        return connection;
    }

    @Override
    public void giveBack(Connection connection, boolean clean) {
        if (clean) {
            synchronized (idle) {
                idle.addFirst(connection);
            }
        } else {
            close(connection);
        }
        permits.release();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("a connection to SQLite cannot be closed: {}", e.getErrorCode());
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(SqliteConnections::close);
            idle.clear();
        }
    }
}
