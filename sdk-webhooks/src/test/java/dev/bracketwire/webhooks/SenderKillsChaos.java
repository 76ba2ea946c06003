// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process publishes with four threads and delivers, is killed by signal 9 at a random moment, and is started again on the
 * same queue. Promised is that each event it acknowledged is received (lost), that only what it had under way is received
 * twice, with the same id and body (unexplained, other-id, other-body), that keys keep their order (misordered), and that the
 * next process can go on (survivors).
 */
class SenderKillsChaos {
    private static final int ROUNDS = 12;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void kill9_onSqlite_losesNothingAcknowledged() throws Exception {
        ChaosRun.run("webhooks/kill-sqlite", ROUNDS, run -> play(run, ChaosPlace.sqlite(folder.resolve("hooks.db"))));
    }

    @Test
    void kill9_onPostgres_losesNothingAcknowledged() throws Exception {
        ChaosRun.run("webhooks/kill-postgres", ROUNDS, run -> play(run, ChaosPlace.postgres()));
    }

    private static void play(ChaosRun run, ChaosPlace place) throws Exception {
        Set<String> acknowledged = new TreeSet<>();
        try (DeliveryLedger ledger = new DeliveryLedger();
                Database db = place.open()) {
            try (Webhooks hooks =
                    ChaosPlace.client(db, ledger.port()).publishOnly().open()) {
                hooks.subscribe(ChaosPlace.to(ledger.port(), "/plain", TIMEOUT)).get();
                hooks.subscribe(ChaosPlace.to(ledger.port(), "/ordered", TIMEOUT)
                                .types("keyed.*")
                                .ordered())
                        .get();
            }
            for (int round = 0; round < run.rounds(); round++) {
                try (NodeProcess node = NodeProcess.start("publish", "r" + round, place, ledger.port())) {
                    awaitMoment(run, node, round);
                    if (!node.kill()) {
                        run.broken("survivors", "round " + round + ": the process ended by itself");
                    }
                    acknowledged.addAll(node.acknowledged);
                    run.count("refused", node.refused.get());
                    ledger.killed(run);
                }
            }
            run.count("acknowledged", acknowledged.size());
            drain(run, place, db, ledger, acknowledged);
            long failed = ChaosPlace.number(
                    db, "SELECT count(*) FROM " + db.table("webhook_attempt") + " WHERE succeeded = 0");
            run.count("failed", failed);
            ledger.report(run, ChaosPlace.CONCURRENCY, failed);
        }
    }

    /** Waits for a random moment, which is before the queue is open in one of eight rounds. */
    private static void awaitMoment(ChaosRun run, NodeProcess node, int round) throws InterruptedException {
        Random random = run.random(round);
        boolean early = random.nextInt(8) == 0;
        if (!early && !node.awaitStored()) {
            run.broken("survivors", "round " + round + ": nothing was published");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
    }

    private static void drain(
            ChaosRun run, ChaosPlace place, Database db, DeliveryLedger ledger, Set<String> acknowledged)
            throws Exception {
        try (NodeProcess last = NodeProcess.start("deliver", "last", place, ledger.port())) {
            long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(9);
            while (ChaosPlace.waiting(db) > 0 && System.nanoTime() < until && last.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
        Set<String> missing = ledger.missing(acknowledged);
        if (!missing.isEmpty()) {
            missing.forEach(each -> run.broken("lost", each));
        }
        if (ChaosPlace.waiting(db) > 0) {
            run.broken("survivors", ChaosPlace.waiting(db) + " deliveries are not finished");
        }
        String finished = db.table("webhook_finished");
        long others = ChaosPlace.number(db, "SELECT count(*) FROM " + finished + " WHERE state <> 'SUCCEEDED'");
        if (others > 0) {
            run.broken("unfinished", others + " deliveries did not succeed");
        }
        long rows = ChaosPlace.number(db, "SELECT count(*) FROM " + finished);
        if (rows != ledger.size()) {
            run.broken("torn", rows + " finished rows for " + ledger.size() + " deliveries");
        }
    }
}
