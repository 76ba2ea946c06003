// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process publishes within transactions: it rolls ten back, commits one, and is killed by signal 9 at once. On PostgreSQL
 * every other process uses a connection of its own. Promised is that the committed event is sent after the restart (lost) and
 * that the others are never sent (undone-sent).
 */
class CommittedEventsChaos {
    private static final int ROUNDS = 5;
    private static final int MOST = 100; // each starts a process

    @TempDir
    Path folder;

    @Test
    void publishInTransactions_killedAfterTheCommit_sendsTheCommittedOnesOnly() throws Exception {
        ChaosRun.run("webhooks/commit-sqlite", ROUNDS, run -> play(run, ChaosPlace.sqlite(folder.resolve("tx.db"))));
        ChaosRun.run("webhooks/commit-postgres", ROUNDS, run -> play(run, ChaosPlace.postgres()));
    }

    private static void play(ChaosRun run, ChaosPlace place) throws Exception {
        Set<String> committed = ConcurrentHashMap.newKeySet();
        Set<String> undone = ConcurrentHashMap.newKeySet();
        try (DeliveryLedger ledger = new DeliveryLedger();
                Database db = place.open()) {
            try (Webhooks hooks =
                    ChaosPlace.client(db, ledger.port()).publishOnly().open()) {
                hooks.subscribe(ChaosPlace.to(ledger.port(), "/plain", Duration.ofSeconds(20)))
                        .get();
            }
            int rounds = Math.min(MOST, run.rounds());
            run.each(0, rounds, 2, (round, random) -> {
                try (NodeProcess node =
                        NodeProcess.start("transactions", String.valueOf(round), place, ledger.port())) {
                    if (!node.awaitStored() || !node.kill()) {
                        run.broken("survivors", "round " + round + ": the process ended by itself");
                    }
                    committed.addAll(node.acknowledged);
                    undone.addAll(node.undone);
                }
            });
            run.count("committed", committed.size());
            run.count("undone", undone.size());
            if (committed.size() != rounds || undone.size() < 10 * rounds) {
                run.broken("survivors", committed.size() + " were committed and " + undone.size() + " rolled back");
            }
            try (Webhooks hooks = ChaosPlace.client(db, ledger.port()).open()) {
                if (!ChaosPlace.waitFor(Duration.ofMinutes(2), () -> ChaosPlace.waiting(db) == 0)) {
                    run.broken("survivors", hooks + " does not deliver");
                }
            }
            ledger.missing(committed).forEach(each -> run.broken("lost", each));
            undone.stream().filter(id -> ledger.has("/plain " + id)).forEach(id -> run.broken("undone-sent", id));
            ledger.report(run, 0, 0);
        }
    }
}
