// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one family of headers with a common prefix: {@code Limit}, {@code Remaining}, {@code Reset} and
 * {@code Reset-After}. Of a header given twice, the stricter value counts.
 *
 * <p>{@code Reset-After} beats {@code Reset}, as it needs no clock. {@code Reset} has three meanings among servers,
 * told apart by magnitude: below 10^9 it is seconds from now, below 10^12 seconds since 1970 (a fraction is allowed),
 * below 10^15 milliseconds since 1970. What would be more than a year ahead is ignored; what is past is zero.
 */
final class LimitFamily {
    private static final BigDecimal EPOCH_SECONDS = BigDecimal.TEN.pow(9);
    private static final BigDecimal EPOCH_MILLIS = BigDecimal.TEN.pow(12);
    private static final BigDecimal ABSURD = BigDecimal.TEN.pow(15);

    private final Function<String, List<String>> headers;
    private final Instant serverTime;

    private LimitFamily(String prefix, Function<String, List<String>> headers, Instant serverTime) {
        this.headers = suffix -> headers.apply(prefix + suffix);
        this.serverTime = serverTime;
    }

    static List<RateWindow> read(String prefix, Function<String, List<String>> headers, Instant serverTime) {
        return new LimitFamily(prefix, headers, serverTime).windows();
    }

    private List<RateWindow> windows() {
        String name = Stream.of("resource", "bucket") // GitHub, Discord
                .flatMap(suffix -> headers.apply(suffix).stream())
                .findFirst()
                .orElse("");
        List<RateWindow> limits = limits(name);
        RateWindow current = limits.isEmpty() ? RateWindow.ofRequests(name, null, null, null, null) : limits.get(0);
        Long remaining = numbers("remaining")
                .min(Comparator.naturalOrder())
                .map(BigDecimal::longValue)
                .orElse(null);
        Duration resetsIn = resetsIn();
        if (current.limit() == null && remaining == null && resetsIn == null) {
            return List.of();
        }
        List<RateWindow> windows = new ArrayList<>();
        windows.add(RateWindow.ofRequests(name, current.limit(), remaining, current.window(), resetsIn));
        limits.stream().skip(1).forEach(windows::add);
        return windows;
    }

    /** {@code 100}, or of the first drafts {@code 100, 100;w=10, 1000;w=3600}: the current one, then all policies. */
    private List<RateWindow> limits(String name) {
        try {
            List<RateWindow> limits = new ArrayList<>();
            for (FieldMember fieldMember : StructuredFields.parseList(headers.apply("limit"))) {
                Long limit = DraftLimits.required(DraftLimits.count(DraftLimits.value(fieldMember)));
                Duration window = DraftLimits.seconds(fieldMember.param("w"));
                RateWindow policy = RateWindow.ofRequests(name, limit, null, window, null);
                if (limits.size() == 1
                        && limits.get(0).window() == null
                        && limits.get(0).belongsTo(policy)) {
                    limits.set(0, policy);
                } else {
                    limits.add(policy);
                }
            }
            return limits;
        } catch (FieldSyntaxException e) {
            return List.of();
        }
    }

    private @Nullable Duration resetsIn() {
        Optional<Duration> after = longest(numbers("reset-after"));
        return after.or(() -> longest(numbers("reset").map(this::fromNow))).orElse(null);
    }

    private BigDecimal fromNow(BigDecimal reset) {
        if (reset.compareTo(EPOCH_SECONDS) < 0) {
            return reset;
        }
        BigDecimal seconds = reset.compareTo(EPOCH_MILLIS) < 0 ? reset : reset.movePointLeft(3);
        BigDecimal now =
                BigDecimal.valueOf(serverTime.getEpochSecond()).add(BigDecimal.valueOf(serverTime.getNano(), 9));
        return seconds.subtract(now).max(BigDecimal.ZERO);
    }

    private Stream<BigDecimal> numbers(String suffix) {
        return headers.apply(suffix).stream()
                .flatMap(value -> PlainNumber.parse(value).stream())
                .filter(number -> number.compareTo(ABSURD) < 0);
    }

    private static Optional<Duration> longest(Stream<BigDecimal> seconds) {
        Duration cap = RateWindows.LONGEST;
        return seconds.filter(value -> value.compareTo(BigDecimal.valueOf(cap.toSeconds())) <= 0)
                .max(Comparator.naturalOrder())
                .map(value -> PlainNumber.seconds(value, cap));
    }
}
