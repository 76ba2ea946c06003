// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.chaos.ChaosRun;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Calls are cancelled, interrupted and overtaken by their deadlines at every stage, and at the end of each batch their
 * connector is closed under them.
 *
 * <p>Promised is that each call ends and its listener hears so once (lost, duplicates); that no slot, place, timer,
 * connection or thread is left (survivors); and that each ends with an exception of ours (strange).
 */
class CancelChaos {
    private static final int BATCH = 500;
    private static final int THREADS = 32;
    private static final int ENOUGH = 5_000;

    @Test
    void cancel_atAnyStage_leavesNothingBehind() throws Exception {
        ChaosRun.run("core/cancel", run -> {
            run.count("strange", 0);
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            for (int from = 0; from < run.rounds(); from += BATCH) {
                try (CancelScene scene = new CancelScene(run)) {
                    run.each(from, Math.min(from + BATCH, run.rounds()), THREADS, scene::play);
                    scene.settle();
                    scene.closeUnderWay(run.random(-from - 1));
                }
            }
            if (!ChaosRun.settles(() -> since(before).isEmpty())) {
                since(before).forEach(thread -> run.broken("survivors", "thread " + thread));
            }
            if (run.rounds() >= ENOUGH) {
                for (CancelStage stage : CancelStage.values()) {
                    assertThat(run.counted(stage.figure())).as(stage.figure()).isPositive();
                }
            }
        });
    }

    private static Set<String> since(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !isShared(thread))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    // OkHttp shares its own between all clients, under the name of their last task; idle, they end after a minute.
    private static boolean isShared(Thread thread) {
        return thread.getName().startsWith("OkHttp ") || thread.getName().equals("Okio Watchdog");
    }
}
