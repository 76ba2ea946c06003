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

/** Says on which terms one request may be answered with what is kept, and what is kept of its reply. */
public interface CachingRules {
    /**
     * The terms of a request; null if it has nothing to do with the cache.
     *
     * @param standing the header fields that go with every request
     */
    static @Nullable CachingRules of(CachePolicy policy, Request request, Headers standing) {
        return policy.isHttp(request.template())
                ? HttpCachingRules.of(policy, request, standing)
                : TtlCachingRules.of(policy, request);
    }

    /** How old a kept reply is. */
    static Duration age(Entry entry, Instant now) {
        Duration age = Duration.between(entry.at(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** What a kept reply is good for. */
    CacheDecision use(Entry entry, Instant now);

    /** The kept reply as this request wants it. */
    Reply served(Entry entry, Instant now);

    /** The header fields that ask whether a kept reply still stands; none if it cannot be asked. */
    Headers conditions(Entry entry);

    /** The reply that a 304 confirms; null if it is not about that one. */
    @Nullable
    Reply confirmed(Entry stale, Reply notModified);

    /** The reply to give where the upstream confirmed one that was kept. */
    default Reply answer(Reply confirmed, Instant now) {
        return confirmed;
    }

    /** How long to keep what came; null if it must not be kept. */
    @Nullable
    Kept kept(ReceivedReply receivedReply);

    /** Whether a reply that is not kept says that what is kept is no more. */
    default boolean ends(Reply reply) {
        return false;
    }

    /** The request fields on which a reply depends, in lower case with commas between; empty if on none. */
    String vary(Reply reply);

    /** Whether the caller wants the upstream to be asked now, and not a while ago by somebody else. */
    default boolean now() {
        return false;
    }

    /** What to say in place of asking the upstream; null to ask it. */
    default @Nullable Reply instead() {
        return null;
    }

    /** Whether a 304 may be meant for the caller. */
    default boolean conditional() {
        return false;
    }

    /** Whether what is kept holds for its own URL alone, and not for one that the upstream redirects it to. */
    default boolean endsAtRedirect() {
        return false;
    }

    /**
     * What is kept, and for how long.
     *
     * @param entry the reply
     * @param time may be shorter
     */
    record Kept(Entry entry, Duration time) {}
}
