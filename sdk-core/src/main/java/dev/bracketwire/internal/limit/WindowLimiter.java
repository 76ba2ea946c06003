// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps fixed limits for each principal at each host, and pauses for what replies ask for. */
public final class WindowLimiter implements Limiter {
    private final List<Limit> limits;
    private final ConcurrentHashMap<Key, Bucket> buckets = new ConcurrentHashMap<>();

    /** Keeps these limits; none means that only replies can make anybody wait. */
    public WindowLimiter(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        Key key = new Key(ask.principal(), ask.host());
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = buckets.computeIfAbsent(key, k -> new Bucket(k.host, limits, ask.clock()));
        }
        return bucket.acquire(ask.request().weight(), ask.patience(), ask.clock());
    }

    @Override
    public List<State> state() {
        return buckets.values().stream()
                .flatMap(bucket -> bucket.state().stream())
                .toList();
    }

    private record Key(String principal, String host) {}
}
