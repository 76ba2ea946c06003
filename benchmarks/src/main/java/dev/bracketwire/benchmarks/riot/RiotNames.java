// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.riot.ign.LookAlike;
import dev.bracketwire.riot.ign.LookAlikes;
import dev.bracketwire.riot.ign.NameRules;
import dev.bracketwire.riot.ign.NameVerdict;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A name that registers, with 100,000 registered: whether the rules take it, and whom people may take it for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RiotNames {
    private static final int REGISTERED = 100_000;

    private final LookAlikes<Integer> taken = LookAlikes.create();
    private final NameRules rules = NameRules.riot();
    private final AtomicInteger next = new AtomicInteger();
    private final String[] names = new String[1024];

    /** Registers them. */
    @Setup
    public void register() {
        for (int i = 0; i < REGISTERED; i++) {
            taken.add("Player " + i, i);
        }
        for (int i = 0; i < names.length; i++) {
            names[i] = i % 4 == 0
                    ? "P1ayer " + i * 97
                    : i % 4 == 1 ? "Zoë " + i : i % 4 == 2 ? "игрок " + i : "Newcomer " + i;
        }
    }

    /** Ours. */
    @Benchmark
    public void ours(Blackhole sink) {
        String name = names[next.getAndIncrement() & 1023];
        NameVerdict verdict = rules.check(name + "#EUW");
        List<LookAlike<Integer>> like = taken.find(name);
        sink.consume(verdict);
        sink.consume(like);
    }
}
