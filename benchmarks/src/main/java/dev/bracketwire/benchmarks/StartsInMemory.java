// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The call started on another thread, without a socket. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StartsInMemory {
    private final Calls calls = new Calls(InMemory.client(), HttpUrl.get("http://localhost/"));

    /** Ours, with the whole pipeline. */
    @Benchmark
    public Player ours() {
        return calls.oursStarted();
    }

    /** OkHttp's enqueue and a Jackson reader. */
    @Benchmark
    public Player okhttp() {
        return calls.okhttpEnqueued();
    }
}
