// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import dev.bracketwire.connector.internal.fields.HttpDate;
import dev.bracketwire.connector.internal.fields.RetryHint;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads when to come again. What is no number or date is no hint, and nothing is longer than {@link RetryHint#LONGEST}. */
final class DelayReader {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?([eE]\\+?[0-9]{1,3})?");
    // In milliseconds since 1970 some time in the year 33658; in milliseconds from now, beyond the cap.
    private static final double LATEST = 1e15;

    private DelayReader() {}

    static Function<JudgedReply, @Nullable Duration> of(RuleSettings.Wait wait, InstantSource dates) {
        if (wait.fixed().isPresent()) {
            Duration fixed = wait.fixed().get();
            return judgedReply -> fixed;
        }
        Function<JudgedReply, @Nullable String> place =
                ReplyCondition.place(wait.at().orElse(""), wait.header().orElse(null));
        String unit = wait.unit().orElse("s");
        return judgedReply -> {
            String text = place.apply(judgedReply);
            if (text == null) {
                return null;
            }
            Instant now = RetryHint.serverTime(judgedReply.reply.headers()::all, dates.instant());
            return read(text.strip(), unit, now).orElse(null);
        };
    }

    private static Optional<Duration> read(String text, String unit, Instant now) {
        return switch (unit) {
            case "ms" -> number(text).map(millis -> seconds(millis / 1_000));
            case "m" -> number(text).map(minutes -> seconds(minutes * 60));
            case "date" -> date(text, now).map(date -> until(date, now));
            case "epoch" -> number(text).map(seconds -> until(epoch(seconds * 1_000), now));
            case "epoch-ms" -> number(text).map(millis -> until(epoch(millis), now));
            default -> number(text).map(DelayReader::seconds);
        };
    }

    private static Optional<Double> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    private static Optional<Instant> date(String text, Instant now) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return HttpDate.tryParse(text, now); // the other form a date may have
        }
    }

    private static Instant epoch(double millis) {
        return Instant.ofEpochMilli((long) Math.ceil(Math.min(millis, LATEST)));
    }

    private static Duration until(Instant date, Instant now) {
        return capped(Duration.between(now, date));
    }

    /** Rounded up, so that nobody comes too early. */
    private static Duration seconds(double seconds) {
        return capped(Duration.ofMillis((long) Math.ceil(Math.min(seconds * 1_000, LATEST))));
    }

    private static Duration capped(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(RetryHint.LONGEST) > 0 ? RetryHint.LONGEST : wait;
    }
}
