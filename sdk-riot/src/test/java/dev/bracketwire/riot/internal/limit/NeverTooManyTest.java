// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the limits, the delays and the way the server counts: no request is refused, and few seconds are lost. */
class NeverTooManyTest {
    private static final long MILLISECOND = 1_000_000;

    @Property(tries = 150)
    void ask_anyServerWithAnyDelays_isNeverRefused(
            @ForAll boolean sliding,
            @ForAll boolean spread,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 30) Integer> application,
            @ForAll @IntRange(min = 1, max = 20) int method,
            @ForAll @IntRange(min = 1, max = 400) int slowest,
            @ForAll long seed) {
        Random random = new Random(seed);
        Server server = new Server(
                new Rig(new Mode(spread, 1)),
                sliding,
                limits(application),
                List.of(new long[] {method, 3}),
                () -> random.nextInt(slowest) * MILLISECOND);
        server.ask(80);
        assertThat(server.answered).isEqualTo(80);
        assertThat(server.refused).isZero();
    }

    @Property(tries = 100)
    void ask_fixedWindowsAndSteadyDelay_takesLittleMoreThanItMust(
            @ForAll @Size(min = 1, max = 2) List<@IntRange(min = 1, max = 30) Integer> application,
            @ForAll @IntRange(min = 1, max = 40) int method,
            @ForAll @IntRange(min = 0, max = 100) int delay) {
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
        long windows = limits.stream().mapToLong(limit -> 149 / limit[0] + 1).sum();
        assertThat(server.refused).isZero();
        assertThat(server.last).isLessThanOrEqualTo(bound + bound / 20 + (windows + 2) * roundTrip);
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
