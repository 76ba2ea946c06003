// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.speedgaming;

import com.zaxxer.hikari.HikariDataSource;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Imports 10,000 episodes that are stored already, on both databases. The time is that of the whole run: from the request, by
 * loopback, to the record of its end.
 */
public final class UnchangedImports implements Probe {
    private static final int WARMUP = 3;

    /** Made by name. */
    public UnchangedImports() {}

    @Override
    public void measure(Figures figures) throws IOException {
        byte[] body = ScheduleBody.of(ImportBench.EPISODES);
        Path folder = Files.createTempDirectory("bench-speedgaming");
        try (EmbeddedPostgres server = ImportBench.server();
                HikariDataSource pool = ImportBench.pool(server);
                ImportBench sqlite = new ImportBench(Database.open(folder.resolve("schedule.db")));
                ImportBench postgres = new ImportBench(Database.of(pool))) {
            sqlite.run(body, ImportBench.EPISODES);
            postgres.run(body, ImportBench.EPISODES);
            for (int round = 0; round < WARMUP; round++) {
                sqlite.run(body, 0);
                postgres.run(body, 0);
            }
            for (int round = 0; round < ImportBench.ROUNDS; round++) {
                figures.add("sqlite", "ours", sqlite.run(body, 0), "s");
                figures.add("postgres", "ours", postgres.run(body, 0), "s");
            }
        } finally {
            delete(folder);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
