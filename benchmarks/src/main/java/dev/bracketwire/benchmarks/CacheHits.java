// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.connector.Reply;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call that its cache answers, without decoding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CacheHits {
    private final Calls calls = new Calls(InMemory.client(), HttpUrl.get("http://localhost/"));

    /** Ours, answered from the cache. */
    @Benchmark
    public Reply ours() {
        return calls.oursCached();
    }
}
