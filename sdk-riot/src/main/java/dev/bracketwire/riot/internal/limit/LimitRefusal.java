// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal says.
 *
 * @param scope who must wait
 * @param retryAfter for how long, null if it does not say
 */
record LimitRefusal(Scope scope, @Nullable Duration retryAfter) {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int DIGITS = 20;
    private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000_000);

    /** Who must wait. */
    enum Scope {
        /** All that this key asks of the route. */
        APPLICATION,
        /** All that this key asks of the endpoint, as it did so too often. */
        METHOD,
        /** The endpoint is busy with others; its limits have nothing to do with it. Unknown kinds are taken for this. */
        SERVICE
    }

    /** Reads a reply; null if it is no refusal. */
    static @Nullable LimitRefusal of(Reply reply, Limiter.Clock clock) {
        if (reply.status() != TOO_MANY && reply.status() != UNAVAILABLE) {
            return null;
        }
        Duration retryAfter = retryAfter(reply, clock.now());
        if (reply.status() == UNAVAILABLE) {
            return retryAfter == null ? null : new LimitRefusal(Scope.SERVICE, retryAfter);
        }
        String type = reply.header("X-Rate-Limit-Type").orElse("").strip();
        Scope scope = type.equalsIgnoreCase("application")
                ? Scope.APPLICATION
                : type.equalsIgnoreCase("method") ? Scope.METHOD : Scope.SERVICE;
        return new LimitRefusal(scope, retryAfter);
    }

    private static @Nullable Duration retryAfter(Reply reply, Instant now) {
        String value = reply.header("Retry-After").orElse("").strip();
        if (value.isEmpty() || value.length() > 64) {
            return null;
        }
        if (value.length() <= DIGITS && value.matches("[0-9]+([.][0-9]+)?")) {
            BigDecimal seconds = new BigDecimal(value).min(LONGEST);
            return Duration.ofMillis(seconds.movePointRight(3).longValue());
        }
        Instant date = date(value);
        if (date == null) {
            return null;
        }
        Instant there = date(reply.header("Date").orElse(""));
        Duration wait = Duration.between(there == null ? now : there, date);
        return wait.isNegative() ? Duration.ZERO : min(wait);
    }

    private static Duration min(Duration wait) {
        Duration longest = Duration.ofSeconds(LONGEST.longValue());
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    private static @Nullable Instant date(String value) {
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null; // no date, so it says nothing
        }
    }
}
