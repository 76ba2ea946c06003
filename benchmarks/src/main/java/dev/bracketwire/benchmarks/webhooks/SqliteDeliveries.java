// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import java.io.IOException;
import java.util.Set;

/** Publishes events one by one and delivers them from SQLite with synchronous FULL, beside a bare HTTP client. */
public final class SqliteDeliveries implements Probe {
    static final int EVENTS = 10_000;
    static final int WARMUP = 2_000;

    /** Made by name. */
    public SqliteDeliveries() {}

    @Override
    public void measure(Figures figures) throws IOException {
        try (PostReceiver receiver = new PostReceiver(Set.of(), Set.of(), (path, id) -> {});
                DeliveryBench bench = DeliveryBench.onSqlite(receiver)) {
            PeerQueues.Poster poster = new PeerQueues.Poster(receiver);
            ours(bench, WARMUP, 64);
            okhttp(poster, WARMUP);
            for (int round = 0; round < DeliveryBench.ROUNDS; round++) {
                figures.add("rate", "okhttp", okhttp(poster, EVENTS), "/s");
                figures.add("rate", "ours", ours(bench, EVENTS, 64), "/s");
            }
        }
    }

    /** Returns how many events a second were published, delivered and recorded. */
    static double ours(DeliveryBench bench, int count, int publishers) {
        long before = bench.finished.get();
        long began = System.nanoTime();
        DeliveryBench.inParallel(
                publishers,
                count,
                i -> bench.hooks.publish(DeliveryBench.event(i)).get());
        bench.awaitFinished(before + count);
        return count * 1e9 / (System.nanoTime() - began);
    }

    static double okhttp(PeerQueues.Poster poster, int count) {
        long began = System.nanoTime();
        DeliveryBench.inParallel(64, count, poster::post);
        return count * 1e9 / (System.nanoTime() - began);
    }
}
