// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.ResponseCache.Entry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides whether a cached reply may answer one request, and whether and how long its own reply is cached. */
public interface CachingRules {
    /**
     * Returns the rules for a request; null if the cache is not used for it.
     *
     * @param standing the headers that the connector adds to every request
     */
    static @Nullable CachingRules of(CachePolicy policy, Request request, Headers standing) {
        return policy.isHttp(request.template())
                ? HttpCachingRules.of(policy, request, standing)
                : TtlCachingRules.of(policy, request);
    }

    /** Returns the age of a cached reply. */
    static Duration age(Entry entry, Instant now) {
        Duration age = Duration.between(entry.at(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Decides whether a cached reply may be used. */
    CacheDecision use(Entry entry, Instant now);

    /** Returns the cached reply in the form that this request asks for, such as a range. */
    Reply served(Entry entry, Instant now);

    /** Returns the headers that revalidate a cached reply; none if it has no validator. */
    Headers conditions(Entry entry);

    /** Returns the cached reply updated by a 304; null if the 304 is about another reply. */
    @Nullable
    Reply confirmed(Entry stale, Reply notModified);

    /** Returns the reply for the caller after the upstream has confirmed a cached one. */
    default Reply answer(Reply confirmed, Instant now) {
        return confirmed;
    }

    /** Returns the entry to cache and for how long; null if the reply must not be cached. */
    @Nullable
    Kept kept(ReceivedReply receivedReply);

    /** Whether a reply that is not cached makes the cached one invalid. */
    default boolean ends(Reply reply) {
        return false;
    }

    /** Returns the request headers on which a reply depends, in lower case, separated by commas; empty if there are none. */
    String vary(Reply reply);

    /** Whether the caller wants a request of its own and not the reply to an equal one that is under way. */
    default boolean now() {
        return false;
    }

    /** Returns the reply to give instead of sending a request; null to send it. */
    default @Nullable Reply instead() {
        return null;
    }

    /** Whether the caller sent a condition of its own, so that a 304 is its reply. */
    default boolean conditional() {
        return false;
    }

    /** Whether a cached reply is valid only for its own URL, and not for the target of a redirect. */
    default boolean endsAtRedirect() {
        return false;
    }

    /**
     * A reply to cache.
     *
     * @param entry the reply
     * @param time the longest time to keep it
     */
    record Kept(Entry entry, Duration time) {}
}
