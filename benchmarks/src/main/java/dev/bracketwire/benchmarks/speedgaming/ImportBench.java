// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.speedgaming;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bracketwire.Plan;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;

/** Our import into one database, of bodies that an imitation of SpeedGaming serves. The clock stands still during a run. */
final class ImportBench implements AutoCloseable {
    static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    static final int EPISODES = 10_000;

    private final ManualClock clock = ManualClock.at(ScheduleBody.NOW);
    private final FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
    private final Database db;
    private final SpeedGaming speedGaming;
    private final ScheduleImport schedule;

    ImportBench(Database db) {
        this.db = db;
        this.speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                .base(fake.uri())
                .clock(clock)
                .build();
        this.schedule = ScheduleImport.builder(speedGaming, db)
                .tournaments(ScheduleBody.tournaments())
                .clock(clock)
                .open();
    }

    static EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "256MB")
                .start();
    }

    static HikariDataSource pool(EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    /** Fetches, plans and applies this body, and returns the seconds from the request to the end of the run. */
    double run(byte[] body, int changes) {
        fake.nextSchedule(body);
        clock.advance(Duration.ofSeconds(61));
        long began = System.nanoTime();
        Plan<MatchChange> plan = schedule.planImportAll().get();
        if (!plan.isEmpty()) {
            plan.apply().get().orThrow();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        ImportRun run = schedule.runs(1).get().get(0);
        if (plan.size() != changes || (changes == 0 && run.counts().getOrDefault("unchanged", 0) != EPISODES)) {
            throw new IllegalStateException("not the changes of this body: " + plan + ", " + run);
        }
        return seconds;
    }

    @Override
    public void close() {
        schedule.close();
        speedGaming.close();
        fake.close();
        db.close();
    }
}
