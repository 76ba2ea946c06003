// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.Event;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.WebhooksListener;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Our client with a hundred subscriptions, on SQLite or on PostgreSQL. */
final class DeliveryBench implements AutoCloseable {
    static final int ENDPOINTS = 100;
    static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    static final Map<String, Object> DATA = Map.of("text", "x".repeat(900));

    final Database db;
    final Webhooks hooks;
    final AtomicLong finished = new AtomicLong();
    private final Path folder;

    private DeliveryBench(Database db, Path folder, PostReceiver receiver) {
        this.db = db;
        this.folder = folder;
        KeyRing keys = KeyRing.of("bench", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        this.hooks = Webhooks.builder(db, keys)
                .allowHttp()
                .allowRange("127.0.0.0/8", receiver.port())
                .listener(new WebhooksListener() {
                    @Override
                    public void finished(Delivery delivery) {
                        finished.incrementAndGet();
                    }
                })
                .open();
        for (int i = 0; i < ENDPOINTS; i++) {
            hooks.subscribe(SubscriptionOptions.to(receiver.url("/e" + i)).types("bench.e" + i))
                    .get();
        }
    }

    static DeliveryBench onSqlite(PostReceiver receiver) throws IOException {
        Path folder = Files.createTempDirectory("bench-webhooks");
        return new DeliveryBench(Database.open(folder.resolve("queue.db")), folder, receiver);
    }

    static DeliveryBench onPostgres(DataSource pool, PostReceiver receiver) throws IOException {
        return new DeliveryBench(
                Database.builder().readers(16).of(pool), Files.createTempDirectory("bench-webhooks"), receiver);
    }

    static EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "100")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "256MB")
                .start();
    }

    static HikariDataSource pool(EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(40);
        return new HikariDataSource(config);
    }

    static Event event(int endpoint) {
        return Event.of("bench.e" + endpoint % ENDPOINTS, DATA);
    }

    /** Does the work for each number by this many threads. */
    static void inParallel(int threads, int count, IntConsumer work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                for (int each = next.getAndIncrement(); each < count; each = next.getAndIncrement()) {
                    work.accept(each);
                }
            });
        }
        pool.shutdown();
        try {
            if (!pool.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the work did not end within five minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many deliveries were finished and recorded since the client was opened. */
    void awaitFinished(long count) {
        while (finished.get() < count) {
            pause(2);
        }
    }

    /** Removes the subscriptions, for another run on the same server. */
    void deleteAll() {
        hooks.subscriptions().get().forEach(each -> hooks.delete(each.id()).get());
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        hooks.close();
        db.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static List<String> paths(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "/e" + i)
                .toList();
    }
}
