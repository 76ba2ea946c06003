// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ResponseCache;
import dev.bracketwire.connector.ResponseCache.Entry;
import dev.bracketwire.internal.http.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows under which key a reply is kept, for how long, and which are not kept at all. */
final class ReplyStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyStore.class);
    // For as long as this a reply with a validator is worth a conditional request after its time.
    private static final Duration REVALIDATE = Duration.ofHours(1);

    private final CachePolicy policy;
    private final ResponseCache cache;
    private final InstantSource dates;

    ReplyStore(CachePolicy policy, ResponseCache cache, InstantSource dates) {
        this.policy = policy;
        this.cache = cache;
        this.dates = dates;
    }

    /** The key: who asks whom for what. */
    String key(Exchange exchange) {
        Engine engine = exchange.engine;
        String query = exchange.request.query();
        return engine.config.id()
                + ' '
                + engine.config.auth().principal()
                + ' '
                + engine.bases.first().prefix
                + exchange.request.path()
                + (query.isEmpty() ? "" : "?" + Query.sorted(query));
    }

    /** All headers of a request that callers set, for calls that may share a flight. */
    String headers(Exchange exchange) {
        Headers headers = exchange.request.headers();
        if (headers.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        headers.forEach((name, value) -> text.append(name.toLowerCase(Locale.ROOT))
                .append(':')
                .append(value)
                .append('\n'));
        return text.toString();
    }

    /** What is kept, with one look more where the reply depends on request headers. */
    CompletableFuture<@Nullable Entry> find(String key, Exchange exchange) {
        try {
            CompletableFuture<@Nullable Entry> found = cache.find(key);
            if (found.isDone() && !found.isCompletedExceptionally()) {
                Entry entry = found.join();
                return entry == null || entry.reply().status() != 0 ? found : cache.find(variant(key, entry, exchange));
            }
            return found.thenCompose(entry -> entry == null || entry.reply().status() != 0
                            ? CompletableFuture.completedFuture(entry)
                            : cache.find(variant(key, entry, exchange)))
                    .exceptionally(ReplyStore::empty);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(empty(e));
        }
    }

    private static @Nullable Entry empty(Throwable failure) {
        LOG.warn("the response cache failed and counts as empty", failure);
        return null;
    }

    /** How far an entry is beyond its time; negative while it is within it. */
    Duration beyond(Exchange exchange, Entry entry) {
        return age(entry).minus(ttl(exchange, entry.reply()));
    }

    Duration age(Entry entry) {
        Duration age = Duration.between(entry.at(), dates.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    boolean canRevalidate(Entry entry) {
        Headers headers = entry.reply().headers();
        return entry.reply().isSuccess() && (headers.get("ETag") != null || headers.get("Last-Modified") != null);
    }

    /** Keeps a reply if it may be kept, and gives the reply to use: for a 304, the one it confirms. */
    Reply keep(String key, Exchange exchange, Reply reply) {
        Entry stale = exchange.stale;
        boolean confirmed = reply.status() == 304 && stale != null && exchange.meaning == Meaning.SUCCESS;
        Reply use = confirmed && stale != null ? stale.reply().measured(exchange.took(), exchange.attempts) : reply;
        Duration ttl = ttl(exchange, use);
        boolean good = exchange.meaning == Meaning.SUCCESS || (isMissing(use) && exchange.meaning == Meaning.REJECTED);
        if (ttl.isZero() || !good || isForbidden(reply) || use.status() == 206) {
            return use;
        }
        Entry entry = new Entry(use, dates.instant());
        Duration longest = max(policy.staleIfError(), policy.staleWhileRevalidate());
        Duration keep = ttl.plus(canRevalidate(entry) ? max(longest, REVALIDATE) : longest);
        try {
            String vary = vary(use);
            if (vary.isEmpty()) {
                cache.put(key, entry, keep);
            } else {
                Entry sign = new Entry(Reply.of(0, Headers.of("Vary", vary)), entry.at());
                cache.put(key, sign, keep);
                cache.put(variant(key, sign, exchange), entry, keep);
            }
        } catch (RuntimeException e) {
            LOG.warn("the response cache failed to keep a reply", e);
        }
        return use;
    }

    /** Keeps it no longer. */
    void forget(String key) {
        try {
            cache.remove(key);
        } catch (RuntimeException e) {
            LOG.warn("the response cache failed to drop a reply", e);
        }
    }

    private Duration ttl(Exchange exchange, Reply reply) {
        return isMissing(reply) ? policy.negative() : policy.ttl(exchange.request.template());
    }

    private static boolean isMissing(Reply reply) {
        return reply.status() == 404 || reply.status() == 410;
    }

    private static boolean isForbidden(Reply reply) {
        Headers headers = reply.headers();
        boolean noStore = headers.all("Cache-Control").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("no-store"));
        return noStore || headers.get("Set-Cookie") != null || vary(reply).contains("*");
    }

    private static String vary(Reply reply) {
        // The same for all our requests, or already part of the key.
        return String.join(",", reply.headers().all("Vary"))
                .toLowerCase(Locale.ROOT)
                .replaceAll("accept-encoding|authorization|[^a-z0-9,*_-]", "")
                .replaceAll("^,+|,+$", "");
    }

    private static String variant(String key, Entry sign, Exchange exchange) {
        StringBuilder variant = new StringBuilder(key);
        for (String name : String.valueOf(sign.reply().headers().get("Vary")).split(",", -1)) {
            variant.append('\n')
                    .append(name)
                    .append(':')
                    .append(exchange.request.headers().all(name));
        }
        return variant.toString();
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
