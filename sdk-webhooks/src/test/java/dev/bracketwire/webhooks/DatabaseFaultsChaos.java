// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database goes away, its disk is full, or another program keeps it locked, while four threads publish and the client
 * delivers. Promised is that publishing fails visibly, that each event that was acknowledged is received (lost), and that
 * delivery resumes by itself (survivors).
 */
class DatabaseFaultsChaos {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int ROUNDS = 2;
    private static final int AWAY = 10;
    private static final int LONGEST_AWAY = 60;

    @TempDir
    Path folder;

    /** The rounds are the seconds, at most a minute. */
    @Test
    void postgres_awayWhileEventsArePublished_losesNothingAcknowledged() throws Exception {
        ChaosRun.run("webhooks/database-away", AWAY, run -> {
            int seconds = Math.min(LONGEST_AWAY, run.rounds());
            ChaosPlace place = ChaosPlace.postgres();
            try (CutProxy proxy = new CutProxy(ChaosPostgres.port());
                    Database db = place.open()) {
                String through = place.where().replace(":" + ChaosPostgres.port() + "/", ":" + proxy.port() + "/");
                try (Database cut = new ChaosPlace("postgres", through, place.schema()).open();
                        Scene scene = new Scene(run, cut, db)) {
                    scene.awaitMore();
                    proxy.cut();
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                    int before = scene.acknowledged.size();
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
                    if (scene.acknowledged.size() > before) {
                        run.broken("survivors", "events were acknowledged while the database was away");
                    }
                    proxy.restore();
                    scene.awaitMore();
                    scene.end();
                }
            }
        });
    }

    @Test
    void sqlite_fullDisk_failsVisiblyAndGoesOnWhenThereIsRoom() throws Exception {
        ChaosRun.run("webhooks/disk-full", ROUNDS, run -> {
            for (int round = 0; round < Math.min(20, run.rounds()); round++) {
                try (Database db = Database.open(folder.resolve("full" + round + ".db"));
                        Scene scene = new Scene(run, db, db)) {
                    scene.awaitMore();
                    int pages = 10 + run.random(round).nextInt(50);
                    db.write(connection -> limitPages(
                                    connection, "(SELECT page_count + " + pages + " FROM pragma_page_count)"))
                            .get();
                    scene.awaitRefusals();
                    db.write(connection -> limitPages(connection, "1073741823")).get();
                    scene.awaitMore();
                    scene.end();
                }
            }
        });
    }

    private static boolean limitPages(Connection connection, String most) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT " + most)) {
            row.next();
            long pages = row.getLong(1);
            return statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Test
    void sqlite_lockedByAnotherProgram_failsVisiblyAndGoesOn() throws Exception {
        ChaosRun.run("webhooks/database-locked", ROUNDS, run -> {
            for (int round = 0; round < Math.min(20, run.rounds()); round++) {
                Path file = folder.resolve("locked" + round + ".db");
                try (Database db = Database.builder()
                                .busyTimeout(Duration.ofMillis(200))
                                .open(file);
                        Scene scene = new Scene(run, db, db)) {
                    scene.awaitMore();
                    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                            Statement statement = other.createStatement()) {
                        statement.execute("PRAGMA busy_timeout = 60000");
                        statement.execute("BEGIN IMMEDIATE");
                        scene.awaitRefusals();
                        statement.execute("ROLLBACK");
                    }
                    scene.awaitMore();
                    scene.end();
                }
            }
        });
    }

    /** Publishes with four threads and delivers, all by one client. */
    private static final class Scene implements AutoCloseable {
        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        private final AtomicInteger refused = new AtomicInteger();
        private final DeliveryLedger ledger = new DeliveryLedger();
        private final List<Thread> publishers = new ArrayList<>();
        private final ChaosRun run;
        private final Database steady;
        private final Webhooks hooks;
        private volatile boolean publishing = true;

        /**
         * Begins to publish.
         *
         * @param db the database that has faults
         * @param steady the same one, without them
         */
        Scene(ChaosRun run, Database db, Database steady) {
            this.run = run;
            this.steady = steady;
            this.hooks = ChaosPlace.client(db, ledger.port()).open();
            hooks.subscribe(ChaosPlace.to(ledger.port(), "/plain", TIMEOUT)).get();
            for (int i = 0; i < 4; i++) {
                String key = "p" + i;
                Thread thread = new Thread(() -> publish(key));
                publishers.add(thread);
                thread.start();
            }
        }

        private void publish(String key) {
            for (int n = 1; publishing; n++) {
                try {
                    acknowledged.add("/plain "
                            + hooks.publish("plain.made", Map.of("key", key, "n", n))
                                    .get()
                                    .id());
                } catch (BracketwireException e) {
                    refused.incrementAndGet();
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(20_000_000));
            }
        }

        /** Waits until more was acknowledged, and more was received. */
        void awaitMore() {
            int known = acknowledged.size();
            int received = ledger.size();
            if (!ChaosPlace.waitFor(
                    Duration.ofMinutes(2), () -> acknowledged.size() > known + 50 && ledger.size() > received + 50)) {
                run.broken(
                        "survivors",
                        "nothing goes on: " + acknowledged.size() + " published, " + ledger.size() + " received");
            }
        }

        void awaitRefusals() {
            int known = refused.get();
            if (!ChaosPlace.waitFor(Duration.ofMinutes(2), () -> refused.get() > known + 5)) {
                run.broken("survivors", "publishing does not fail");
            }
        }

        void end() throws InterruptedException {
            publishing = false;
            for (Thread each : publishers) {
                each.join();
            }
            if (!ChaosPlace.waitFor(Duration.ofMinutes(2), () -> ChaosPlace.waiting(steady) == 0)) {
                run.broken("survivors", ChaosPlace.waiting(steady) + " deliveries are not finished");
            }
            run.count("acknowledged", acknowledged.size());
            run.count("refused", refused.get());
            if (refused.get() == 0) {
                run.broken("survivors", "publishing never failed");
            }
            ledger.missing(acknowledged).forEach(each -> run.broken("lost", each));
            ledger.report(run, 0, ChaosPlace.CONCURRENCY);
        }

        @Override
        public void close() {
            publishing = false;
            hooks.close();
            ledger.close();
        }
    }
}
