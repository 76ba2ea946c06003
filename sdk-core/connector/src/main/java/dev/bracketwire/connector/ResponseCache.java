// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps raw replies under explicit keys. The built-in one is in memory; another may be shared by several nodes. A store
 * that fails counts as empty: the call then goes to the upstream. This interface is experimental.
 */
public interface ResponseCache {
    /** Gives what is kept under the key, null if nothing is. It must not block. */
    CompletableFuture<@Nullable Entry> find(String key);

    /** Keeps an entry for at most this time, and may drop it earlier. It must not block. */
    void put(String key, Entry entry, Duration keep);

    /** Drops what is kept under the key. It must not block. */
    void remove(String key);

    /**
     * A reply and when it was last known to be current.
     *
     * @param reply the raw reply
     * @param at when it came, or was last confirmed by the upstream
     */
    record Entry(Reply reply, Instant at) {}
}
