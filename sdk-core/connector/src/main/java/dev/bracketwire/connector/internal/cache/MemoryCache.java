// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.bracketwire.connector.ResponseCache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps replies in memory, up to a number of bytes; what was used least goes first. */
public final class MemoryCache implements ResponseCache {
    private static final CompletableFuture<@Nullable Entry> NOTHING = CompletableFuture.completedFuture(null);
    // What an entry costs beside its body: objects, headers and the key.
    private static final int OVERHEAD = 1024;

    private final Cache<String, Kept> kept;

    /** Makes a cache of so many bytes, which measures time by this clock of nanoseconds. */
    public MemoryCache(long maxBytes, LongSupplier clock) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, Kept entry) -> entry.weight())
                .expireAfter(Expiry.writing((String key, Kept entry) -> entry.keep))
                .ticker(clock::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public CompletableFuture<@Nullable Entry> find(String key) {
        Kept found = kept.getIfPresent(key);
        return found == null ? NOTHING : found.future;
    }

    @Override
    public void put(String key, Entry entry, Duration keep) {
        kept.put(
                key,
                new Kept(CompletableFuture.completedFuture(entry), entry.reply().bytes().length, keep));
    }

    @Override
    public void remove(String key) {
        kept.invalidate(key);
    }

    private record Kept(CompletableFuture<@Nullable Entry> future, int size, Duration keep) {
        int weight() {
            return size > Integer.MAX_VALUE - OVERHEAD ? Integer.MAX_VALUE : size + OVERHEAD;
        }
    }
}
