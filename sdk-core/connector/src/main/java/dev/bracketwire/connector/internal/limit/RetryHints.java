// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.fields.RateWindow;
import dev.bracketwire.connector.internal.fields.RateWindows;
import dev.bracketwire.connector.internal.fields.RetryHint;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reply says about when to come again.
 *
 * @param throttled whether it is itself the refusal of a rate limit
 * @param pause for how long nothing should be sent, null if it does not say
 */
public record RetryHints(boolean throttled, @Nullable Duration pause) {
    /** Whether it is worth looking closer: most replies say nothing of limits. */
    static boolean mayHold(Reply reply) {
        if (reply.status() == 429 || reply.status() == 503 || reply.status() == 529) {
            return true;
        }
        boolean[] found = {false};
        reply.headers().forEach((name, value) -> found[0] |= speaksOfLimits(name));
        return found[0];
    }

    static RetryHints of(Reply reply, Instant now) {
        RetryHints refusal = ofRefusal(reply, now);
        Duration pause = refusal.pause;
        for (RateWindow window : RateWindows.of(reply.headers()::all, now)) {
            boolean spent = window.remaining() != null && window.remaining() == 0;
            Duration resets = window.resetsIn();
            if (spent && resets != null && (pause == null || resets.compareTo(pause) > 0)) {
                pause = resets;
            }
        }
        return new RetryHints(refusal.throttled, pause);
    }

    /** Reads the hints of a reply that is itself a refusal, without its reports on limits. */
    static RetryHints ofRefusal(Reply reply, Instant now) {
        return new RetryHints(reply.status() == 429, reply.isSuccess() ? null : retryAfter(reply, now));
    }

    /** The wait a reply asks for before the next attempt, null if it does not. */
    public static @Nullable Duration retryAfter(Reply reply, Instant now) {
        return RetryHint.of(reply.headers()::all, now).orElse(null);
    }

    private static boolean speaksOfLimits(String name) {
        char first = name.isEmpty() ? ' ' : name.charAt(0);
        if (first != 'x' && first != 'X' && first != 'r' && first != 'R') {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("ratelimit") || lower.startsWith("x-ratelimit") || lower.startsWith("x-rate-limit");
    }
}
