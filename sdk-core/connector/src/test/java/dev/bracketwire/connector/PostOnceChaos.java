// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.chaos.ChaosRun;
import org.junit.jupiter.api.Test;

/**
 * POSTs meet every fault an upstream has, one after the other, with retries on.
 *
 * <p>Promised is that no POST reaches the upstream again unless it said that it had not processed it (421, 429, 529) or
 * both carry one idempotency key (duplicates); that one reported as done was received, whole and under a key of its own
 * (lost); that one reported as not sent was not carried out (misreported); and that no connection is left (survivors).
 */
class PostOnceChaos {
    private static final int BATCH = 200;
    private static final int THREADS = 24;

    @Test
    void post_withAnyFault_isDoneOnce() throws Exception {
        ChaosRun.run("core/post-once", run -> {
            run.count("misreported", 0);
            for (int from = 0; from < run.rounds(); from += BATCH) {
                try (PostScene scene = new PostScene(run, run.random(-from - 1))) {
                    run.each(from, Math.min(from + BATCH, run.rounds()), THREADS, scene::post);
                    scene.judge();
                }
            }
        });
    }
}
