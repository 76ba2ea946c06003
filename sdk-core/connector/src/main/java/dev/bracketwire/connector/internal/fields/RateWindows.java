// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads what a reply says of its limits, as {@link RateWindow}s.
 *
 * <p>It understands draft-ietf-httpapi-ratelimit-headers, of today ({@code RateLimit}, {@code RateLimit-Policy}) and
 * its older versions ({@code RateLimit: limit=100}, {@code RateLimit-Limit} and its siblings), and the
 * {@code X-RateLimit-*} and {@code X-Rate-Limit-*} that came before. Of several generations in one reply the newest one
 * that says what is left counts, and policies lend it their window. A header that is malformed, negative or absurdly
 * large is ignored whole; the others still count.
 */
public final class RateWindows {
    /** Longer windows and resets are taken for mistakes, and their header is ignored. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private RateWindows() {}

    /**
     * Reads the windows. Never throws, whatever the headers hold.
     *
     * @param headers the values of a header by its name in lower case; an empty list if it is absent
     * @param now the local time, for a reset that is a point in time in a reply without a {@code Date}
     */
    public static List<RateWindow> of(Function<String, List<String>> headers, Instant now) {
        Instant serverTime = RetryHint.serverTime(headers, now);
        List<List<RateWindow>> generations = Stream.concat(
                        Stream.of(DraftLimits.states(headers)),
                        Stream.of("ratelimit-", "x-ratelimit-", "x-rate-limit-")
                                .map(prefix -> LimitFamily.read(prefix, headers, serverTime)))
                .toList();
        List<RateWindow> told = first(generations, list -> list.stream().anyMatch(RateWindow::isState));
        List<RateWindow> windows = told.isEmpty() ? first(generations, list -> !list.isEmpty()) : told;
        return joined(DraftLimits.policies(headers), windows);
    }

    private static List<RateWindow> first(List<List<RateWindow>> lists, Predicate<List<RateWindow>> wanted) {
        return lists.stream().filter(wanted).findFirst().orElse(List.of());
    }

    private static List<RateWindow> joined(List<RateWindow> policies, List<RateWindow> windows) {
        List<RateWindow> rest = new ArrayList<>(policies);
        List<RateWindow> joined = new ArrayList<>();
        for (RateWindow window : windows) {
            RateWindow whole = rest.stream()
                    .filter(window::belongsTo)
                    .findFirst()
                    .map(policy -> {
                        rest.remove(policy);
                        return window.with(policy);
                    })
                    .orElse(window);
            joined.add(whole);
        }
        joined.addAll(rest);
        return List.copyOf(joined);
    }
}
