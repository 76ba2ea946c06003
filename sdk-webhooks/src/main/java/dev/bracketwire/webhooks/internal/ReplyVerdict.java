// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.webhooks.internal.AttemptResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next step after a reply.
 *
 * @param verdict the next step
 * @param error why it is no success; empty if it is one
 * @param retryAfter how long the receiver asks not to be called; null if it does not
 * @param overloaded whether the receiver gets more time
 */
record ReplyVerdict(Verdict verdict, String error, @Nullable Duration retryAfter, boolean overloaded) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern MANY_SECONDS = Pattern.compile("[0-9]{10,}");

    /** Judges a reply. */
    static ReplyVerdict of(Reply reply, boolean obeyReceiver, Instant now) {
        int status = reply.status();
        String order = obeyReceiver
                ? reply.header("webhook-delivery").orElse("").strip().toLowerCase(Locale.ROOT)
                : "";
        if (order.equals("disable")) {
            return new ReplyVerdict(Verdict.GONE, "the receiver asked to be disabled", null, false);
        }
        if (status >= 200 && status < 300) {
            return new ReplyVerdict(Verdict.DELIVERED, "", null, false);
        }
        if (order.equals("abort-message")) {
            return new ReplyVerdict(Verdict.ABORTED, "the receiver wants no more attempts", null, false);
        }
        if (status >= 300 && status < 400) {
            return failed("status " + status + ": redirects are not followed", null, false);
        }
        return switch (status) {
            case 410 -> new ReplyVerdict(Verdict.GONE, "status 410: the receiver is gone", null, false);
            case 429, 503 ->
                failed(
                        "status " + status,
                        retryAfter(reply.header("Retry-After").orElse(""), now),
                        false);
            case 408, 502, 504 -> failed("status " + status, null, true);
            default -> failed("status " + status, null, false);
        };
    }

    private static ReplyVerdict failed(String error, @Nullable Duration retryAfter, boolean overloaded) {
        return new ReplyVerdict(Verdict.FAILED, error, retryAfter, overloaded);
    }

    /** Reads seconds, also with a fraction, or a date; null if it is neither or lies in the past. */
    static @Nullable Duration retryAfter(String text, Instant now) {
        String value = text.strip();
        if (MANY_SECONDS.matcher(value).matches()) {
            return Duration.ofDays(1);
        }
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds((long) Math.ceil(Double.parseDouble(value)));
        }
        try {
            Duration left = Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return left.isNegative() ? null : left;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
