// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the limits, the delays and the way the server counts: no request is refused, and few seconds are lost. */
class RiotLimiterPropertyTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void ask_anyServerWithAnyDelays_isNeverRefused() {
        SeededDraw.rounds(150, draw -> {
            boolean sliding = draw.flag();
            boolean spread = draw.flag();
            List<Integer> application = draw.list(1, 3, () -> draw.between(1, 30));
            int method = draw.between(1, 20);
            int slowest = draw.between(1, 400);
            Random random = draw.random();
            Server server = new Server(
                    new Rig(new LimitUsage(spread, 1)),
                    sliding,
                    limits(application),
                    List.of(new long[] {method, 3}),
                    () -> random.nextInt(slowest) * MILLISECOND);
            server.ask(80);
            assertThat(server.answered).isEqualTo(80);
            assertThat(server.refused).isZero();
        });
    }

    @Test
    void ask_fixedWindowsAndSteadyDelay_takesLittleMoreThanItMust() {
        SeededDraw.rounds(100, draw -> {
            List<Integer> application = draw.list(1, 2, () -> draw.between(1, 30));
            int method = draw.between(1, 40);
            int delay = draw.between(0, 100);
            List<long[]> limits = limits(application);
            limits.add(new long[] {method, 2});
            long roundTrip = 2L * delay * MILLISECOND;
            Server server = new Server(
                    new Rig(),
                    false,
                    limits.subList(0, limits.size() - 1),
                    limits.subList(limits.size() - 1, limits.size()),
                    () -> delay * MILLISECOND);
            server.ask(150);
            long bound = Server.bound(150, limits);
            long windows =
                    limits.stream().mapToLong(limit -> 149 / limit[0] + 1).sum();
            assertThat(server.refused).isZero();
            assertThat(server.last).isLessThanOrEqualTo(bound + bound / 20 + (windows + 2) * roundTrip);
        });
    }

    // Windows of 1, 4 and 9 seconds, the longer with more in them.
    private static List<long[]> limits(List<Integer> units) {
        List<long[]> limits = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            limits.add(new long[] {units.get(i) * (i + 1L), (i + 1L) * (i + 1L)});
        }
        return limits;
    }
}
