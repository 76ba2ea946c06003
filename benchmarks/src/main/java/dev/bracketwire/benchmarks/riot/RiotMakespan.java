// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * 150 summoners looked up on a key with several windows, each answer after 15 ms: how long it takes all in all, how many
 * refusals it provokes, and how many requests are sent while Riot has asked for a pause.
 */
public final class RiotMakespan implements Probe {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    private static final int CALLS = 150;
    private static final String APPLICATION = "20:1,100:10";
    private static final String METHOD = "60:5";
    private static final double DELAY = 0.015;

    /** Made by name. */
    public RiotMakespan() {}

    @Override
    public void measure(Figures figures) throws IOException {
        double bound = Bound.of(CALLS, APPLICATION, METHOD, DELAY);
        List<RiotClient> clients = new ArrayList<>();
        for (RiotClient client : RiotClient.values()) {
            client.absence().ifPresentOrElse(why -> figures.absent(client.label(), why), () -> clients.add(client));
        }
        for (RiotClient client : clients) {
            try (FakeProcess fake = new FakeProcess("app=100000:1", "method=100000:1", "players=" + CALLS)) {
                client.lookUp(fake, fake.puuids(CALLS));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            figures.add("makespan", "bound", bound, "s");
            List<RiotClient> turns = new ArrayList<>(clients);
            Collections.rotate(turns, round);
            for (RiotClient client : turns) {
                System.err.printf("RiotMakespan: round %d of %d, %s%n", round + 1, ROUNDS, client.label());
                try (FakeProcess fake =
                        new FakeProcess("app=" + APPLICATION, "method=" + METHOD, "delay=15-15", "players=" + CALLS)) {
                    figures.add("makespan", client.label(), client.lookUp(fake, fake.puuids(CALLS)), "s");
                    figures.add("provoked", client.label(), fake.counted("provoked"), "refusals");
                    figures.add("intrusions", client.label(), fake.counted("intrusions"), "requests");
                }
            }
        }
    }
}
