// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import okhttp3.Cache;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** How many requests an upstream sees when ten threads ask for the same thing that no cache holds yet. */
public final class Misses implements Probe {
    private static final int THREADS = 10;

    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public void measure(Figures figures) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            exchange.getResponseHeaders().set("Cache-Control", "max-age=600");
            exchange.sendResponseHeaders(200, Player.JSON.length);
            exchange.getResponseBody().write(Player.JSON);
            exchange.close();
        });
        server.start();
        URI upstream = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Path folder = Files.createTempDirectory("bench-misses");
        ConnectorConfig config = ConnectorConfig.builder("bench", upstream)
                .cache(CachePolicy.of(Duration.ofMinutes(10)))
                .build();
        try (Connector ours = Connector.create(config);
                Cache cache = new Cache(folder.toFile(), 1 << 20)) {
            OkHttpClient okhttp = new OkHttpClient.Builder().cache(cache).build();
            figures.add(
                    "requests",
                    "ours",
                    count(threads, () -> ours.get("/x", Player.class).get()),
                    "");
            figures.add("requests", "okhttp", count(threads, () -> body(okhttp, upstream)), "");
            cache.delete();
        } finally {
            server.stop(0);
            threads.shutdown();
        }
    }

    private int count(ExecutorService threads, Runnable ask) {
        requests.set(0);
        CompletableFuture.allOf(IntStream.range(0, THREADS)
                        .mapToObj(i -> CompletableFuture.runAsync(ask, threads))
                        .toArray(CompletableFuture[]::new))
                .join();
        return requests.get();
    }

    private static void body(OkHttpClient client, URI upstream) {
        try (Response response = client.newCall(
                        new Request.Builder().url(upstream + "/x").build())
                .execute()) {
            response.body().bytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
