// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cache;

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
final class TtlTerms implements Terms {
    // For as long as this a reply with a validator is worth a conditional request after its time.
    static final Duration REVALIDATE = Duration.ofHours(1);

    private static final Set<String> IN_THE_KEY = Set.of("accept-encoding", "authorization");

    private final CachePolicy policy;
    private final Duration ttl;

    private TtlTerms(CachePolicy policy, Duration ttl) {
        this.policy = policy;
        this.ttl = ttl;
    }

    static @Nullable Terms of(CachePolicy policy, Request request) {
        Duration ttl = policy.ttl(request.template());
        return request.method().equals("GET") && !ttl.isZero() ? new TtlTerms(policy, ttl) : null;
    }

    @Override
    public Use use(Entry entry, Instant now) {
        Duration beyond = Terms.age(entry, now).minus(ttl(entry.reply()));
        if (beyond.isNegative() || beyond.isZero()) {
            return Use.SERVE;
        }
        if (beyond.compareTo(policy.staleWhileRevalidate()) <= 0) {
            return Use.SERVE_AND_RENEW;
        }
        return beyond.compareTo(policy.staleIfError()) <= 0 ? Use.ASK_OR_SERVE : Use.ASK;
    }

    @Override
    public Reply served(Entry entry, Instant now) {
        return entry.reply().aged(Terms.age(entry, now));
    }

    @Override
    public Headers conditions(Entry entry) {
        return Conditions.of(entry.reply());
    }

    @Override
    public Reply confirmed(Entry stale, Reply notModified) {
        return stale.reply();
    }

    @Override
    public @Nullable Kept kept(Arrival arrival) {
        Reply use = arrival.use();
        Duration time = ttl(use);
        boolean good =
                arrival.meaning() == Meaning.SUCCESS || (isMissing(use) && arrival.meaning() == Meaning.REJECTED);
        if (time.isZero() || !good || isForbidden(arrival.reply()) || use.status() == 206) {
            return null;
        }
        Duration longest = max(policy.staleIfError(), policy.staleWhileRevalidate());
        boolean validated = use.isSuccess()
                && (use.headers().get("ETag") != null || use.headers().get("Last-Modified") != null);
        return new Kept(new Entry(use, arrival.at()), time.plus(validated ? max(longest, REVALIDATE) : longest));
    }

    @Override
    public String vary(Reply reply) {
        return Stream.of(Vary.of(reply.headers()).split(",", -1))
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
        return noStore || headers.get("Set-Cookie") != null || Vary.isAny(headers);
    }
}
