// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.ResponseCache.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The terms that the policy sets by its times, whatever the upstream says of its replies except {@code no-store}. */
final class TtlCachingRules implements CachingRules {
    // For as long as this a reply with a validator is worth a conditional request after its time.
    static final Duration REVALIDATE = Duration.ofHours(1);

    private static final Set<String> IN_THE_KEY = Set.of("accept-encoding", "authorization");

    private final CachePolicy policy;
    private final Duration ttl;

    private TtlCachingRules(CachePolicy policy, Duration ttl) {
        this.policy = policy;
        this.ttl = ttl;
    }

    static @Nullable CachingRules of(CachePolicy policy, Request request) {
        Duration ttl = policy.ttl(request.template());
        return request.method().equals("GET") && !ttl.isZero() ? new TtlCachingRules(policy, ttl) : null;
    }

    @Override
    public CacheDecision use(Entry entry, Instant now) {
        Duration beyond = CachingRules.age(entry, now).minus(ttl(entry.reply()));
        if (beyond.isNegative() || beyond.isZero()) {
            return CacheDecision.SERVE;
        }
        if (beyond.compareTo(policy.staleWhileRevalidate()) <= 0) {
            return CacheDecision.SERVE_AND_RENEW;
        }
        return beyond.compareTo(policy.staleIfError()) <= 0 ? CacheDecision.ASK_OR_SERVE : CacheDecision.ASK;
    }

    @Override
    public Reply served(Entry entry, Instant now) {
        return entry.reply().aged(CachingRules.age(entry, now));
    }

    @Override
    public Headers conditions(Entry entry) {
        return ConditionalHeaders.of(entry.reply());
    }

    @Override
    public Reply confirmed(Entry stale, Reply notModified) {
        return stale.reply();
    }

    @Override
    public @Nullable Kept kept(ReceivedReply receivedReply) {
        Reply use = receivedReply.use();
        Duration time = ttl(use);
        boolean good = receivedReply.meaning() == Meaning.SUCCESS
                || (isMissing(use) && receivedReply.meaning() == Meaning.REJECTED);
        if (time.isZero() || !good || isForbidden(receivedReply.reply()) || use.status() == 206) {
            return null;
        }
        Duration longest = max(policy.staleIfError(), policy.staleWhileRevalidate());
        boolean validated = use.isSuccess()
                && (use.headers().get("ETag") != null || use.headers().get("Last-Modified") != null);
        return new Kept(new Entry(use, receivedReply.at()), time.plus(validated ? max(longest, REVALIDATE) : longest));
    }

    @Override
    public String vary(Reply reply) {
        return Stream.of(VaryHeader.of(reply.headers()).split(",", -1))
                .filter(name -> !IN_THE_KEY.contains(name))
                .collect(Collectors.joining(","));
    }

    static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Duration ttl(Reply reply) {
        return isMissing(reply) ? policy.negative() : ttl;
    }

    private static boolean isMissing(Reply reply) {
        return reply.status() == 404 || reply.status() == 410;
    }

    private boolean isForbidden(Reply reply) {
        Headers headers = reply.headers();
        boolean noStore = headers.all("Cache-Control").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("no-store"));
        return noStore || headers.get("Set-Cookie") != null || VaryHeader.isAny(headers);
    }
}
