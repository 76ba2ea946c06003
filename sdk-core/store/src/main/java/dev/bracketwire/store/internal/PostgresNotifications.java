// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.internal.run.DaemonThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears by a connection of its own what others write about in PostgreSQL. */
final class PostgresNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotifications.class);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DataSource connections;
    private final SqlIdentifier channel;
    private final String self;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread thread;
    private @Nullable Connection current;

    /**
     * Prepares to listen.
     *
     * @param self the beginning of what we say ourselves, and need not hear
     */
    PostgresNotifications(DataSource connections, String channel, String self) {
        this.connections = connections;
        this.channel = SqlIdentifier.exact(channel);
        this.self = self;
    }

    /** Listens from now on, if it does not yet. */
    synchronized void begin(WakeupWaiters wakeupWaiters) {
        if (thread == null) {
            thread = DaemonThreads.start("bracketwire-store-listener", () -> listen(wakeupWaiters));
        }
    }

    private void listen(WakeupWaiters wakeupWaiters) {
        Duration pause = SHORTEST;
        while (closed.getCount() > 0) {
            try (Connection connection = connections.getConnection()) {
                Optional<Object> driver = PostgresDriver.unwrap(connection);
                if (driver.isEmpty()) {
                    LOG.warn("this driver cannot listen: those who wait look again when their time is over");
                    return;
                }
                connected(connection);
                try {
                    connection.setAutoCommit(true);
                    execute(connection, "LISTEN " + channel);
                    pause = SHORTEST;
                    wakeupWaiters.wakeAll();
                    hear(driver.get(), connection, wakeupWaiters);
                } finally {
                    // One that has listened would hear on in the pool.
                    connection.abort(Runnable::run);
                }
            } catch (SQLException e) {
                pause = failed(e, pause);
            } finally {
                connected(null);
            }
        }
    }

    private void hear(Object driver, Connection connection, WakeupWaiters wakeupWaiters) throws SQLException {
        while (closed.getCount() > 0) {
            List<String> heard = PostgresDriver.notifications(driver, LOOK);
            if (heard.isEmpty()) {
                // A connection that is gone without a word is found out by asking.
                execute(connection, "SELECT 1");
            }
            heard.stream()
                    .filter(text -> !text.startsWith(self))
                    .forEach(text -> wakeupWaiters.wake(text.substring(text.indexOf(' ') + 1)));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private synchronized void connected(@Nullable Connection connection) {
        current = connection;
        if (closed.getCount() == 0) {
            stop();
        }
    }

    private Duration failed(SQLException failure, Duration pause) {
        if (closed.getCount() == 0) {
            return pause;
        }
        LOG.warn("listening to PostgreSQL failed (SQL state {}), and is tried again", failure.getSQLState());
        try {
            closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.warn("the listener of the store was interrupted, and ends");
            closed.countDown();
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }

    /** Ends, and the wait for what others say with it. */
    synchronized void close() {
        closed.countDown();
        stop();
    }

    private void stop() {
        Connection listening = current;
        if (listening != null) {
            try {
                listening.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.warn("the listener's connection cannot be ended (SQL state {})", e.getSQLState());
            }
        }
    }
}
