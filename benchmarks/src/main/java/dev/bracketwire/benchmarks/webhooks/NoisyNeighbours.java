// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import java.io.IOException;
import java.util.Set;

/** Compares the latency of healthy endpoints when one of a hundred hangs, or twenty fail, with that when none does. */
public final class NoisyNeighbours implements Probe {
    private static final int PER_SECOND = 300;
    private static final int SECONDS = 15;

    /** Made by name. */
    public NoisyNeighbours() {}

    @Override
    public void measure(Figures figures) throws IOException {
        for (int round = 0; round < DeliveryBench.ROUNDS; round++) {
            double healthy = p99(Set.of(), Set.of());
            figures.add("p99", "ours", healthy, "ms");
            figures.add("one-hangs", "ours", p99(Set.of("/e7"), Set.of()) / healthy, "of-baseline");
            figures.add(
                    "twenty-fail", "ours", p99(Set.of(), Set.copyOf(DeliveryBench.paths(20))) / healthy, "of-baseline");
        }
    }

    private static double p99(Set<String> hanging, Set<String> failing) throws IOException {
        PublishLatency.Arrivals arrivals = new PublishLatency.Arrivals();
        try (PostReceiver receiver = new PostReceiver(hanging, failing, arrivals::add);
                DeliveryBench bench = DeliveryBench.onSqlite(receiver)) {
            Set<String> leftOut = new java.util.HashSet<>(hanging);
            leftOut.addAll(failing);
            PublishLatency.run(bench, arrivals, PER_SECOND, 3, leftOut);
            return PublishLatency.run(bench, arrivals, PER_SECOND, SECONDS, leftOut);
        }
    }
}
