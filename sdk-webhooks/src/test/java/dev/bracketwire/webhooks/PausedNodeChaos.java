// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Two processes publish to one queue on PostgreSQL and deliver from it. One is paused by SIGSTOP past its leases and resumed.
 * Promised is that the other takes over while it is paused (survivors), that the paused one finishes nothing of that when it
 * is back (late), that each delivery ends once (torn) and that nothing is lost (lost).
 */
class PausedNodeChaos {
    private static final int ROUNDS = 2;
    private static final int MOST = 16; // each takes a minute
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TAKEN_OVER = Duration.ofMinutes(2);

    @Test
    void node_pausedPastItsLeases_finishesNothingThatAnotherTookOver() throws Exception {
        ChaosRun.run(
                "webhooks/paused-node",
                ROUNDS,
                run -> run.each(0, Math.min(MOST, run.rounds()), 4, (round, random) -> {
                    run.count("played");
                    play(run, round, random);
                }));
    }

    private static void play(ChaosRun run, int round, Random random) throws Exception {
        ChaosPlace place = ChaosPlace.postgres();
        try (DeliveryLedger ledger = new DeliveryLedger();
                Database db = place.open()) {
            try (Webhooks hooks =
                    ChaosPlace.client(db, ledger.port()).publishOnly().open()) {
                hooks.subscribe(ChaosPlace.to(ledger.port(), "/plain", TIMEOUT)).get();
            }
            try (NodeProcess paused = NodeProcess.start("trickle", "a" + round, place, ledger.port());
                    NodeProcess other = NodeProcess.start("trickle", "b" + round, place, ledger.port())) {
                if (!paused.awaitStored() || !other.awaitStored()) {
                    run.broken("survivors", "round " + round + ": nothing was published");
                    return;
                }
                Set<String> held = pause(db, paused, random);
                run.count("held", held.size());
                if (held.isEmpty()) {
                    run.broken("survivors", "round " + round + ": the node never had anything under way");
                }
                boolean takenOver =
                        ChaosPlace.waitFor(TAKEN_OVER, () -> held.stream().noneMatch(leases(db)::contains));
                if (!takenOver) {
                    run.broken("survivors", "round " + round + ": the other node does not take over");
                }
                paused.signal("CONT");
                park(2000);
                paused.stopPublishing();
                other.stopPublishing();
                if (!ChaosPlace.waitFor(TAKEN_OVER, () -> ChaosPlace.waiting(db) == 0)) {
                    run.broken("survivors", "round " + round + ": deliveries are not finished");
                }
                park(1000);
                Set<String> acknowledged = new HashSet<>(paused.acknowledged);
                acknowledged.addAll(other.acknowledged);
                run.count("acknowledged", acknowledged.size());
                ledger.missing(acknowledged).forEach(each -> run.broken("lost", each));
                if (takenOver) {
                    long late = held.stream().filter(each -> isLogged(db, each)).count();
                    run.count("refused", held.size() - late);
                    if (late > 0) {
                        run.broken("late", "round " + round + ": " + late + " results of the paused node were stored");
                    }
                }
                long failed = ChaosPlace.number(
                        db, "SELECT count(*) FROM " + db.table("webhook_attempt") + " WHERE succeeded = 0");
                run.count("failed", failed);
                ledger.report(run, 0, failed + held.size());
            }
            check(run, db, ledger, round);
        }
    }

    /** Pauses the node at a moment at which it has attempts under way, and returns these: id, attempt and lease. */
    private static Set<String> pause(Database db, NodeProcess node, Random random) throws Exception {
        Set<String> held = new HashSet<>();
        for (int i = 0; i < 20 && held.isEmpty(); i++) {
            node.signal("CONT");
            park(200 + random.nextInt(800));
            node.signal("STOP");
            park(3000);
            held.addAll(leases(db));
            park(4000);
            held.retainAll(leases(db));
        }
        return held;
    }

    private static Set<String> leases(Database db) {
        return ChaosPlace.texts(
                db,
                "SELECT id || ' ' || attempt || ' ' || lease FROM " + db.table("webhook_delivery")
                        + " WHERE lease IS NOT NULL");
    }

    /** Whether the result of this attempt of the paused node was stored. The node that took over counts one more. */
    private static boolean isLogged(Database db, String held) {
        String[] words = held.split(" ", -1);
        return ChaosPlace.number(
                        db,
                        "SELECT count(*) FROM " + db.table("webhook_attempt") + " WHERE delivery_id = " + words[0]
                                + " AND number = " + words[1])
                > 0;
    }

    private static void check(ChaosRun run, Database db, DeliveryLedger ledger, int round) {
        String finished = db.table("webhook_finished");
        long rows = ChaosPlace.number(db, "SELECT count(*) FROM " + finished);
        long messages = ChaosPlace.number(db, "SELECT count(DISTINCT message_id) FROM " + finished);
        long succeeded = ChaosPlace.number(db, "SELECT count(*) FROM " + finished + " WHERE state = 'SUCCEEDED'");
        if (rows != messages || rows != succeeded || rows != ledger.size()) {
            run.broken(
                    "torn",
                    "round " + round + ": " + rows + " finished rows, " + messages + " messages, " + succeeded
                            + " succeeded, " + ledger.size() + " received");
        }
    }

    private static void park(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
