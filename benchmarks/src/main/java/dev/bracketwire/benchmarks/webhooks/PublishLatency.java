// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import com.zaxxer.hikari.HikariDataSource;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.webhooks.Published;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes at a fixed rate, whether or not earlier events are through, and measures the time from the moment at which the
 * event was to be published until its request arrives.
 */
public final class PublishLatency implements Probe {
    private static final int SECONDS = 10;

    /** Made by name. */
    public PublishLatency() {}

    @Override
    public void measure(Figures figures) throws IOException {
        for (int round = 0; round < DeliveryBench.ROUNDS; round++) {
            Arrivals arrivals = new Arrivals();
            try (PostReceiver receiver = new PostReceiver(Set.of(), Set.of(), arrivals::add);
                    DeliveryBench bench = DeliveryBench.onSqlite(receiver)) {
                run(bench, arrivals, 1000, 3, Set.of());
                figures.add("p99-sqlite", "ours", run(bench, arrivals, 1000, SECONDS, Set.of()), "ms");
            }
        }
        try (EmbeddedPostgres server = DeliveryBench.server();
                HikariDataSource pool = DeliveryBench.pool(server)) {
            for (int round = 0; round < DeliveryBench.ROUNDS; round++) {
                Arrivals arrivals = new Arrivals();
                try (PostReceiver receiver = new PostReceiver(Set.of(), Set.of(), arrivals::add);
                        DeliveryBench bench = DeliveryBench.onPostgres(pool, receiver)) {
                    run(bench, arrivals, 1000, 3, Set.of());
                    figures.add("p99-postgres", "ours", run(bench, arrivals, 1000, SECONDS, Set.of()), "ms");
                    bench.deleteAll();
                }
            }
        }
    }

    /** The moments at which requests arrived, by message id. */
    static final class Arrivals {
        private final Map<String, Long> first = new ConcurrentHashMap<>();

        void add(String path, String id) {
            first.putIfAbsent(id, System.nanoTime());
        }
    }

    /** Returns the time in milliseconds within which 99 of 100 events arrived at endpoints that are not left out. */
    static double run(DeliveryBench bench, Arrivals arrivals, int perSecond, int seconds, Set<String> leftOut) {
        int count = perSecond * seconds;
        long interval = 1_000_000_000L / perSecond;
        Map<Integer, CompletableFuture<Published>> published = new java.util.HashMap<>();
        long[] due = new long[count];
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            due[i] = began + i * interval;
            while (System.nanoTime() < due[i]) {
                LockSupport.parkNanos(due[i] - System.nanoTime());
            }
            published.put(i, bench.hooks.publish(DeliveryBench.event(i)).start());
        }
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = published.get(i).join().id();
            if (leftOut.contains("/e" + i % DeliveryBench.ENDPOINTS)) {
                continue;
            }
            Long arrived = arrivals.first.get(id);
            long since = System.nanoTime();
            while (arrived == null && System.nanoTime() - since < 60_000_000_000L) {
                DeliveryBench.pause(2);
                arrived = arrivals.first.get(id);
            }
            times.add(((arrived == null ? System.nanoTime() : arrived) - due[i]) / 1e6);
        }
        Collections.sort(times);
        return times.get((int) Math.ceil(times.size() * 0.99) - 1);
    }
}
