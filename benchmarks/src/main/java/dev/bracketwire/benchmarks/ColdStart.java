// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.connector.Connector;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/** From nothing to the first decoded reply of a server in another process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ColdStart {
    private final String upstream = System.getProperty(LoopbackServer.PROPERTY, "http://127.0.0.1:1/");

    /** Ours, as the README writes it. */
    @Benchmark
    public Player ours() {
        try (Connector api = Connector.create("bench", URI.create(upstream))) {
            return api.get("/players/{id}", Player.class, 42).get();
        }
    }

    /** Retrofit with its Jackson converter. */
    @Benchmark
    public Player retrofit() throws IOException {
        return new Retrofit.Builder()
                .baseUrl(upstream)
                .addConverterFactory(JacksonConverterFactory.create(new ObjectMapper()))
                .build()
                .create(Calls.Players.class)
                .player(42)
                .execute()
                .body();
    }
}
