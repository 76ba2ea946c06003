// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Computes how long a cached reply is fresh, and how old it is (RFC 9111, section 4.2). */
final class Freshness {
    // RFC 9110, section 15.1; without 206, which is not kept.
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);
    private static final Duration LONGEST_GUESS = Duration.ofDays(1);

    private Freshness() {}

    /** Whether the reply states how long it is fresh, which may be zero. */
    static boolean isExplicit(Headers headers, CacheControl control) {
        return control.restricts("max-age") || headers.get("Expires") != null;
    }

    /** Whether a reply that does not state it may be cached for a guessed time. */
    static boolean mayGuess(int status, CacheControl control) {
        return HEURISTIC.contains(status) || control.allows("public");
    }

    /** Returns how long a reply is fresh. {@code negative} is for a 404 or 410 that does not state it. */
    static Duration lifetime(Reply kept, CacheControl control, Duration negative, Instant now) {
        Duration maxAge = control.shortest("max-age");
        if (maxAge != null) {
            return maxAge;
        }
        Headers headers = kept.headers();
        Optional<Instant> date = CacheDate.read(headers.get("Date"), now);
        List<String> expires = headers.all("Expires");
        if (!expires.isEmpty()) {
            return expires.stream()
                    .map(text -> date.flatMap(since -> CacheDate.read(text, now).map(end -> span(since, end)))
                            .orElse(Duration.ZERO))
                    .min(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }
        if (!negative.isZero() && (kept.status() == 404 || kept.status() == 410)) {
            return negative;
        }
        if (!mayGuess(kept.status(), control)) {
            return Duration.ZERO;
        }
        Duration unchanged = date.flatMap(since ->
                        CacheDate.read(headers.get("Last-Modified"), now).map(modified -> span(modified, since)))
                .orElse(Duration.ZERO);
        Duration guess = unchanged.dividedBy(10);
        return guess.compareTo(LONGEST_GUESS) < 0 ? guess : LONGEST_GUESS;
    }

    /**
     * Returns when the upstream made a reply, by the local clock: the earlier of the times that its Date and its Age give.
     *
     * @param delay the time between request and reply
     */
    static Instant made(Headers headers, Instant now, Duration delay) {
        Duration apparent = CacheDate.read(headers.get("Date"), now)
                .map(date -> span(date, now))
                .orElse(Duration.ZERO);
        String age = headers.get("Age");
        Duration told = (age == null ? Duration.ZERO : first(age)).plus(delay);
        return now.minus(told.compareTo(apparent) > 0 ? told : apparent);
    }

    // Uses the first of several values (RFC 9111, section 5.1), and zero if it is not a number.
    private static Duration first(String values) {
        return CacheControl.seconds(values.split(",", 2)[0].strip(), Duration.ZERO);
    }

    private static Duration span(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }
}
