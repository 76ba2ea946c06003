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

/**
 * Compares the rate of deliveries after a minute at 500 a second with that before, while a REPEATABLE READ transaction is
 * held open, which keeps the server from removing old rows.
 */
public final class HeldSnapshot implements Probe {
    private static final int SECONDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_HELD_SECONDS", "60"));

    /** Made by name. */
    public HeldSnapshot() {}

    @Override
    public void measure(Figures figures) throws IOException {
        PublishLatency.Arrivals arrivals = new PublishLatency.Arrivals();
        try (EmbeddedPostgres server = DeliveryBench.server();
                HikariDataSource pool = DeliveryBench.pool(server);
                PostReceiver receiver = new PostReceiver(Set.of(), Set.of(), arrivals::add);
                DeliveryBench bench = DeliveryBench.onPostgres(pool, receiver)) {
            SqliteDeliveries.ours(bench, SqliteDeliveries.WARMUP, 16);
            double before = SqliteDeliveries.ours(bench, SqliteDeliveries.EVENTS / 2, 16);
            try (Connection held = pool.getConnection();
                    Statement statement = held.createStatement()) {
                held.setAutoCommit(false);
                held.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement
                        .executeQuery("SELECT count(*) FROM bracketwire.webhook_message")
                        .close();
                PublishLatency.run(bench, arrivals, 500, SECONDS, Set.of());
                double during = SqliteDeliveries.ours(bench, SqliteDeliveries.EVENTS / 2, 16);
                figures.add("rate", "ours", during / before, "of-baseline");
                held.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
