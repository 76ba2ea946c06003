// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.connector.limit.Limiter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A permit of two windows: asked for, given, and answered. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Permits {
    private final Limiters limiters = new Limiters();

    /** Of limits that are the same for all. */
    @Benchmark
    public Limiter.Permit ours() {
        return limiters.permit(limiters.fixed);
    }

    /** Of limits with keys. */
    @Benchmark
    public Limiter.Permit keyed() {
        return limiters.permit(limiters.keyed);
    }

    /** Of limits that a reply told. */
    @Benchmark
    public Limiter.Permit told() {
        return limiters.permit(limiters.told);
    }
}
