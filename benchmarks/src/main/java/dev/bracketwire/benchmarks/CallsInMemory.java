// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The call without a socket: an interceptor answers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallsInMemory {
    private static final MediaType JSON = MediaType.get("application/json");

    private final Calls calls = new Calls(
            new OkHttpClient.Builder()
                    .addInterceptor(chain -> new Response.Builder()
                            .request(chain.request())
                            .protocol(Protocol.HTTP_1_1)
                            .code(200)
                            .message("OK")
                            .body(ResponseBody.create(Player.JSON, JSON))
                            .build())
                    .build(),
            HttpUrl.get("http://localhost/"));

    /** OkHttp and a Jackson reader, nothing between. */
    @Benchmark
    public Player okhttp() {
        return calls.okhttp();
    }

    /** Retrofit with its Jackson converter. */
    @Benchmark
    public Player retrofit() {
        return calls.retrofit();
    }
}
