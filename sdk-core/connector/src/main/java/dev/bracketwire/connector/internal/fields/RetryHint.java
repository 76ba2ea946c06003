// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads when a server wants to be asked again.
 *
 * <p>The first of these that says something counts: {@code Retry-After-Ms} and {@code X-Ms-Retry-After-Ms}
 * (milliseconds), then {@code Retry-After} (seconds, with or without a fraction, or a date in any of the three forms of
 * HTTP). A date is measured from the reply's own {@code Date}, so a skewed clock on either side does no harm. Of a
 * header given more than once the longest hint counts. What is negative or no number or date is no hint; a date gone by
 * is a hint of zero; nothing is longer than {@link #LONGEST}.
 */
public final class RetryHint {
    /** A server that says more than a day is taken to mean a day: such values are mistakes more often than wishes. */
    public static final Duration LONGEST = Duration.ofDays(1);

    private RetryHint() {}

    /**
     * Reads the hint. Never throws, whatever the headers hold.
     *
     * @param headers the values of a header by its name in lower case; an empty list if it is absent
     * @param now the local time, for a date in a reply without a {@code Date}
     */
    public static Optional<Duration> of(Function<String, List<String>> headers, Instant now) {
        Optional<Duration> exact = longest(Stream.of("retry-after-ms", "x-ms-retry-after-ms")
                .flatMap(name -> headers.apply(name).stream())
                .flatMap(value -> PlainNumber.parse(value).stream())
                .map(millis -> duration(millis.movePointLeft(3))));
        return exact.isPresent()
                ? exact
                : longest(headers.apply("retry-after").stream()
                        .flatMap(
                                value -> PlainNumber.parse(value)
                                        .map(RetryHint::duration)
                                        .or(() -> untilDate(value, headers, now))
                                        .stream()));
    }

    /** What the server took for now: its {@code Date} if it can be read, else the local time. */
    public static Instant serverTime(Function<String, List<String>> headers, Instant now) {
        return headers.apply("date").stream()
                .flatMap(value -> HttpDate.tryParse(value, now).stream())
                .findFirst()
                .orElse(now);
    }

    private static Optional<Duration> untilDate(String value, Function<String, List<String>> headers, Instant now) {
        return HttpDate.tryParse(value, now).map(date -> {
            Duration wait = Duration.between(serverTime(headers, now), date);
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        });
    }

    private static Duration duration(BigDecimal seconds) {
        return PlainNumber.seconds(seconds, LONGEST);
    }

    private static Optional<Duration> longest(Stream<Duration> hints) {
        return hints.max(Comparator.naturalOrder());
    }
}
