// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import com.zaxxer.hikari.HikariDataSource;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes events one by one and delivers them from PostgreSQL with synchronous commits, beside two durable queues. */
public final class PostgresDeliveries implements Probe {
    private static final int PEER_EVENTS = 3_000;

    /** Made by name. */
    public PostgresDeliveries() {}

    @Override
    public void measure(Figures figures) throws IOException {
        AtomicInteger received = new AtomicInteger();
        try (EmbeddedPostgres server = DeliveryBench.server();
                HikariDataSource pool = DeliveryBench.pool(server);
                PostReceiver receiver = new PostReceiver(Set.of(), Set.of(), (path, id) -> received.incrementAndGet());
                DeliveryBench bench = DeliveryBench.onPostgres(pool, receiver)) {
            createOutbox(pool);
            PeerQueues.Poster poster = new PeerQueues.Poster(receiver);
            SqliteDeliveries.ours(bench, SqliteDeliveries.WARMUP, 16);
            SqliteDeliveries.okhttp(poster, SqliteDeliveries.WARMUP);
            for (int round = 0; round < DeliveryBench.ROUNDS; round++) {
                figures.add("rate", "okhttp", SqliteDeliveries.okhttp(poster, SqliteDeliveries.EVENTS), "/s");
                figures.add("rate", "ours", SqliteDeliveries.ours(bench, SqliteDeliveries.EVENTS, 16), "/s");
                figures.add(
                        "rate",
                        "dbscheduler",
                        peer(received, () -> PeerQueues.dbScheduler(pool, poster, PEER_EVENTS, all(received))),
                        "/s");
                figures.add(
                        "rate",
                        "outbox",
                        peer(received, () -> PeerQueues.transactionOutbox(pool, poster, PEER_EVENTS, all(received))),
                        "/s");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface PeerRun {
        void run() throws SQLException;
    }

    private static java.util.function.BooleanSupplier all(AtomicInteger received) {
        return () -> received.get() >= PEER_EVENTS;
    }

    private static double peer(AtomicInteger received, PeerRun run) throws SQLException {
        received.set(0);
        long began = System.nanoTime();
        run.run();
        return PEER_EVENTS * 1e9 / (System.nanoTime() - began);
    }

    /** The table of transaction-outbox, as its migrations for PostgreSQL leave it; it makes it itself when it is built. */
    private static void createOutbox(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS TXNO_OUTBOX");
        }
    }
}
