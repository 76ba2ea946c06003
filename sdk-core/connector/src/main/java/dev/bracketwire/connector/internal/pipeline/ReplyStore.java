// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ResponseCache;
import dev.bracketwire.connector.ResponseCache.Entry;
import dev.bracketwire.connector.internal.cache.CachingRules;
import dev.bracketwire.connector.internal.cache.CachingRules.Kept;
import dev.bracketwire.connector.internal.cache.ReceivedReply;
import dev.bracketwire.connector.internal.http.IdentityDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes replies in the {@link dev.bracketwire.connector.ResponseCache}. If a reply depends on request headers
 * (Vary), the entry under the key is a marker that names these headers, and each variant has a key made of the marker.
 * Without the marker no variant is found.
 */
final class ReplyStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyStore.class);
    private static final String GENERATION = "Generation";

    private final ResponseCache cache;
    private final InstantSource dates;

    ReplyStore(ResponseCache cache, InstantSource dates) {
        this.cache = cache;
        this.dates = dates;
    }

    Instant now() {
        return dates.instant();
    }

    /** What is kept, with one look more where the reply depends on request headers. */
    CompletableFuture<@Nullable Entry> find(String key, CallState callState) {
        try {
            CompletableFuture<@Nullable Entry> found = cache.find(key);
            if (found.isDone() && !found.isCompletedExceptionally()) {
                Entry entry = found.join();
                return entry == null || !isSign(entry) ? found : cache.find(variant(key, entry, callState));
            }
            return found.thenCompose(entry -> entry == null || !isSign(entry)
                            ? CompletableFuture.completedFuture(entry)
                            : cache.find(variant(key, entry, callState)))
                    .exceptionally(ReplyStore::empty);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(empty(e));
        }
    }

    /** Gives a kept reply as the caller wants it, and says what it means. */
    Reply served(CallState callState, CachingRules cachingRules, Entry entry, Source source) {
        callState.source = source;
        Reply reply = cachingRules.served(entry, now());
        mean(callState, reply);
        return reply;
    }

    /** Says what a reply means that the upstream did not send as it is. */
    static void mean(CallState callState, Reply reply) {
        if (reply.isSuccess()) {
            callState.meaning = Meaning.SUCCESS;
            return;
        }
        callState.meaning = ReplyClassifier.of(callState.pipeline.config.rules(), callState.request, reply, false)
                .meaning();
        if (RedirectFollower.isRedirect(reply)) {
            callState.problem = RedirectFollower.problem(callState, reply, true);
        }
    }

    /** Keeps what came, if it may be kept. */
    void keep(String key, CallState callState, CachingRules cachingRules, Reply came, Reply use) {
        Duration delay = Duration.ofNanos(callState.pipeline.nanos() - callState.sentAt);
        Kept kept =
                cachingRules.kept(new ReceivedReply(came, use, callState.meaning, now(), delay, callState.redirected));
        if (kept == null) {
            if (cachingRules.ends(came)) {
                remove(key);
            }
            return;
        }
        String vary = cachingRules.vary(use);
        try {
            if (vary.isEmpty()) {
                cache.put(key, kept.entry(), kept.time());
            } else {
                var unused = cache.find(key)
                        .thenAccept(sign -> put(key, callState, sign(vary, sign, kept.entry()), kept))
                        .exceptionally(ReplyStore::notKept);
            }
        } catch (RuntimeException e) {
            notKept(e);
        }
    }

    private void put(String key, CallState callState, Entry sign, Kept kept) {
        cache.put(key, sign, kept.time());
        cache.put(variant(key, sign, callState), kept.entry(), kept.time());
    }

    /** Drops what is kept under a key, with all that depends on request headers. */
    void remove(String key) {
        try {
            cache.remove(key);
        } catch (RuntimeException e) {
            LOG.warn("the response cache failed to drop a reply", e);
        }
    }

    private static @Nullable Entry empty(Throwable failure) {
        LOG.warn("the response cache failed and counts as empty", failure);
        return null;
    }

    private static @Nullable Void notKept(Throwable failure) {
        LOG.warn("the response cache failed to keep a reply", failure);
        return null;
    }

    private static boolean isSign(Entry entry) {
        return entry.reply().status() == 0;
    }

    // A new sign is unlike all before it, so that what was dropped with one does not come back with the next.
    private static Entry sign(String vary, @Nullable Entry before, Entry entry) {
        boolean same = before != null
                && isSign(before)
                && vary.equals(before.reply().headers().get("Vary"));
        if (same && before != null) {
            return new Entry(before.reply(), entry.at());
        }
        String generation = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return new Entry(Reply.of(0, Headers.of("Vary", vary, GENERATION, generation)), entry.at());
    }

    private static String variant(String key, Entry sign, CallState callState) {
        Headers signs = sign.reply().headers();
        List<String> parts = new ArrayList<>(List.of(String.valueOf(signs.get(GENERATION))));
        for (String name : String.valueOf(signs.get("Vary")).split(",", -1)) {
            List<String> values = callState.request.headers().all(name);
            // Of several values the last is sent. A field that is not sent is unlike an empty one.
            parts.add(values.isEmpty() ? name : name + ':' + values.get(values.size() - 1));
        }
        return key + '\n' + IdentityDigest.of(parts);
    }
}
