// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.speedgaming;

import com.zaxxer.hikari.HikariDataSource;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Imports 10,000 episodes into an empty schema of PostgreSQL with synchronous commits, beside {@link RowwiseImport}. Ours
 * includes the request by loopback, and stores the body, a log of changes, aliases and people; the peer begins with the body.
 */
public final class FirstImports implements Probe {
    /** Made by name. */
    public FirstImports() {}

    @Override
    public void measure(Figures figures) throws IOException {
        byte[] body = ScheduleBody.of(ImportBench.EPISODES);
        byte[] small = ScheduleBody.of(ImportBench.EPISODES / 5);
        try (EmbeddedPostgres server = ImportBench.server();
                HikariDataSource pool = ImportBench.pool(server)) {
            rate(pool, body, ImportBench.EPISODES, "warmup");
            rate(pool, body, ImportBench.EPISODES, "warmup");
            RowwiseImport.run(pool, small);
            for (int round = 0; round < ImportBench.ROUNDS; round++) {
                if (round % 2 == 0) {
                    ours(figures, pool, body, round);
                    peer(figures, pool, body);
                } else {
                    peer(figures, pool, body);
                    ours(figures, pool, body, round);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ours(Figures figures, HikariDataSource pool, byte[] body, int round) throws SQLException {
        figures.add("rate", "ours", rate(pool, body, ImportBench.EPISODES, "round" + round), "/s");
    }

    private static void peer(Figures figures, HikariDataSource pool, byte[] body) throws IOException, SQLException {
        figures.add("rate", "rowwise", ImportBench.EPISODES / RowwiseImport.run(pool, body), "/s");
    }

    private static double rate(HikariDataSource pool, byte[] body, int episodes, String schema) throws SQLException {
        double seconds;
        try (ImportBench bench =
                new ImportBench(Database.builder().schema(schema).of(pool))) {
            seconds = bench.run(body, episodes);
        }
        RowwiseImport.drop(pool, schema);
        return episodes / seconds;
    }
}
