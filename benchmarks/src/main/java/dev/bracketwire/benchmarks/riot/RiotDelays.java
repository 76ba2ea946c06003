// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import java.io.IOException;

/** The same 150 summoners where each answer takes 0 to 400 ms, by chance: 20 runs, every other with windows that slide. */
public final class RiotDelays implements Probe {
    private static final int RUNS = 20;
    private static final int CALLS = 150;

    /** Made by name. */
    public RiotDelays() {}

    @Override
    public void measure(Figures figures) throws IOException {
        for (int run = 0; run < RUNS; run++) {
            System.err.printf("RiotDelays: run %d of %d%n", run + 1, RUNS);
            String windows = run % 2 == 0 ? "players=" + CALLS : "sliding";
            try (FakeProcess fake =
                    new FakeProcess("app=20:1,100:10", "method=60:5", "delay=0-400", "players=" + CALLS, windows)) {
                figures.add("makespan", "ours", RiotClient.OURS.lookUp(fake, fake.puuids(CALLS)), "s");
                figures.add("provoked", "ours", fake.counted("provoked"), "refusals");
                figures.add("intrusions", "ours", fake.counted("intrusions"), "requests");
            }
        }
    }
}
