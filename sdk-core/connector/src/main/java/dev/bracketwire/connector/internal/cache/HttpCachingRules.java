// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import static dev.bracketwire.connector.internal.cache.TtlCachingRules.REVALIDATE;
import static dev.bracketwire.connector.internal.cache.TtlCachingRules.max;

import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.ResponseCache.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The terms that caller and upstream set by the header fields of HTTP (RFC 9111, RFC 5861), for a private cache. */
final class HttpCachingRules implements CachingRules {
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    // They ask of the upstream's state, or for a part of one of its states.
    private static final List<String> FOR_THE_UPSTREAM = List.of("If-Match", "If-Unmodified-Since", "If-Range");

    private final CachePolicy policy;
    private final boolean head;
    private final CacheControl asked;
    private final boolean noCache;
    private final @Nullable String noneMatch;
    private final @Nullable String modifiedSince;
    private final @Nullable String range;

    private HttpCachingRules(CachePolicy policy, boolean head, Sent sent) {
        this.policy = policy;
        this.head = head;
        this.asked = sent.control();
        this.noCache = asked.restricts("no-cache") || sent.saysNoCacheTheOldWay();
        this.noneMatch = sent.value("If-None-Match");
        this.modifiedSince = sent.value("If-Modified-Since");
        this.range = sent.value("Range");
    }

    static @Nullable CachingRules of(CachePolicy policy, Request request, Headers standing) {
        if (!METHODS.contains(request.method()) || request.body() != null) {
            return null;
        }
        Sent sent = new Sent(request.headers(), standing);
        boolean passes = sent.control().restricts("no-store")
                || FOR_THE_UPSTREAM.stream().anyMatch(name -> sent.value(name) != null);
        return passes ? null : new HttpCachingRules(policy, request.method().equals("HEAD"), sent);
    }

    @Override
    public CacheDecision use(Entry entry, Instant now) {
        Reply kept = entry.reply();
        CacheControl said = control(kept);
        Duration age = CachingRules.age(entry, now);
        Duration left = Freshness.lifetime(kept, said, policy.negative(), now).minus(age);
        if (said.noCache() || !accepts(age, left)) {
            return CacheDecision.ASK;
        }
        if (!left.isNegative() && !left.isZero()) {
            return CacheDecision.SERVE;
        }
        if (said.restricts("must-revalidate")) {
            return CacheDecision.ASK;
        }
        Duration beyond = left.negated();
        if (within(beyond, maxStale())) {
            return CacheDecision.SERVE_STALE;
        }
        if (head || !kept.isSuccess()) {
            return CacheDecision.ASK;
        }
        boolean demanding = asked.restricts("max-age") || asked.restricts("min-fresh");
        if (!demanding && within(beyond, longer(policy.staleWhileRevalidate(), said, "stale-while-revalidate"))) {
            return CacheDecision.SERVE_AND_RENEW;
        }
        Duration window = longer(longer(policy.staleIfError(), said, "stale-if-error"), asked, "stale-if-error");
        return within(beyond, window) ? CacheDecision.ASK_OR_SERVE : CacheDecision.ASK;
    }

    @Override
    public Reply served(Entry entry, Instant now) {
        Duration age = CachingRules.age(entry, now);
        Reply kept = entry.reply();
        Headers aged = kept.headers().and("Age", String.valueOf(age.toSeconds()));
        return answer(Reply.of(kept.status(), aged, kept.bytes()), now).aged(age);
    }

    @Override
    public Reply answer(Reply kept, Instant now) {
        if (kept.isSuccess()) {
            boolean known = noneMatch != null
                    ? ConditionalHeaders.matches(noneMatch, kept)
                    : modifiedSince != null && ConditionalHeaders.unmodifiedSince(modifiedSince, kept, now);
            if (known) {
                return Reply.of(304, kept.headers());
            }
        }
        if (head) {
            return Reply.of(kept.status(), kept.headers());
        }
        return range != null && kept.status() == 200 ? ByteRange.of(range, kept) : kept;
    }

    @Override
    public Headers conditions(Entry entry) {
        return noneMatch == null
                ? ConditionalHeaders.of(entry.reply())
                : ConditionalHeaders.joined(entry.reply(), noneMatch);
    }

    @Override
    public @Nullable Reply confirmed(Entry stale, Reply notModified) {
        Reply kept = stale.reply();
        // It must say which of several tags it is about.
        boolean vague = noneMatch != null && notModified.headers().get("ETag") == null;
        if (vague || !ConditionalHeaders.confirms(notModified.headers(), kept.headers())) {
            return null;
        }
        return Reply.of(kept.status(), KeptHeaders.updated(kept.headers(), notModified.headers()), kept.bytes());
    }

    @Override
    public @Nullable Kept kept(ReceivedReply receivedReply) {
        Reply use = receivedReply.use();
        CacheControl said = control(use);
        if (receivedReply.redirected() || !StorageRules.by(use, receivedReply.meaning(), said)) {
            return null;
        }
        Reply kept = Reply.of(use.status(), KeptHeaders.of(use.headers(), said, receivedReply.at()), use.bytes());
        Duration lifetime = Freshness.lifetime(kept, said, policy.negative(), receivedReply.at());
        Duration time = lifetime.plus(afterwards(kept, said, lifetime));
        Entry entry = new Entry(kept, Freshness.made(use.headers(), receivedReply.at(), receivedReply.delay()));
        return time.isZero() ? null : new Kept(entry, time);
    }

    /** For how long a reply is of use beyond its time. */
    private Duration afterwards(Reply kept, CacheControl said, Duration lifetime) {
        boolean asking = !ConditionalHeaders.of(kept).isEmpty();
        if (said.noCache() || said.restricts("must-revalidate")) {
            return asking ? REVALIDATE : Duration.ZERO;
        }
        Duration stale = max(
                longer(policy.staleIfError(), said, "stale-if-error"),
                longer(policy.staleWhileRevalidate(), said, "stale-while-revalidate"));
        // Without a validator, it is for who says max-stale, and for what a HEAD may tell.
        return asking || !lifetime.isZero() ? max(REVALIDATE, stale) : stale;
    }

    @Override
    public String vary(Reply reply) {
        return VaryHeader.of(reply.headers());
    }

    @Override
    public boolean ends(Reply reply) {
        return reply.status() == 404 || reply.status() == 410;
    }

    @Override
    public boolean now() {
        Duration maxAge = asked.shortest("max-age");
        return noCache || (maxAge != null && maxAge.isZero());
    }

    @Override
    public @Nullable Reply instead() {
        return asked.restricts("only-if-cached") ? Reply.of(504, Headers.none()) : null;
    }

    @Override
    public boolean conditional() {
        return noneMatch != null || modifiedSince != null;
    }

    @Override
    public boolean endsAtRedirect() {
        return true;
    }

    private boolean accepts(Duration age, Duration left) {
        Duration maxAge = asked.shortest("max-age");
        boolean tooOld = maxAge != null && age.compareTo(maxAge) > 0;
        boolean tooSoonStale = asked.restricts("min-fresh") && left.compareTo(asked.longest("min-fresh")) < 0;
        return !now() && !tooOld && !tooSoonStale;
    }

    private Duration maxStale() {
        if (asked.allowsAny("max-stale")) {
            return ChronoUnit.FOREVER.getDuration();
        }
        Duration most = asked.shortest("max-stale");
        return most == null ? Duration.ZERO : most;
    }

    private static Duration longer(Duration own, CacheControl control, String directive) {
        Duration said = control.shortest(directive);
        return said == null ? own : max(own, said);
    }

    private static boolean within(Duration beyond, Duration window) {
        return !window.isZero() && beyond.compareTo(window) <= 0;
    }

    private static CacheControl control(Reply reply) {
        return CacheControl.of(reply.headers().all("Cache-Control"));
    }

    /** The fields of a request as they go out: of several the last, and of those of the connector what it lacks. */
    private record Sent(Headers own, Headers standing) {
        @Nullable
        String value(String name) {
            List<String> values = own.all(name).isEmpty() ? standing.all(name) : own.all(name);
            return values.isEmpty() ? null : values.get(values.size() - 1);
        }

        CacheControl control() {
            String value = value("Cache-Control");
            return CacheControl.of(value == null ? List.of() : List.of(value));
        }

        // RFC 9111, section 5.4, calls it deprecated; who sends it means it all the same.
        boolean saysNoCacheTheOldWay() {
            String pragma = value("Pragma");
            return value("Cache-Control") == null
                    && pragma != null
                    && CacheControl.of(List.of(pragma)).restricts("no-cache");
        }
    }
}
