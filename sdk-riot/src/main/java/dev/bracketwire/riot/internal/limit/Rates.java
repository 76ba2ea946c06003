// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers by window, as headers such as {@code X-App-Rate-Limit: 20:1,100:120} tell them. What cannot be understood is
 * passed by; nothing throws.
 *
 * @param bySeconds the number for each window
 * @param whole whether all of it was understood, so that a window it does not name is no more
 */
record Rates(Map<Long, Long> bySeconds, boolean whole) {
    private static final int DIGITS = 12;
    private static final long LONGEST = 100_000_000;
    private static final Rates NONE = new Rates(Map.of(), false);

    /** Reads limits, which are above 0. */
    static Rates limits(List<String> values) {
        return read(values, 1);
    }

    /** Reads counts, which may be 0. */
    static Rates counts(List<String> values) {
        return read(values, 0);
    }

    private static Rates read(List<String> values, long least) {
        if (values.isEmpty()) {
            return NONE;
        }
        Map<Long, Long> read = new TreeMap<>();
        boolean whole = true;
        for (String value : values) {
            for (String pair : value.split(",", -1)) {
                int colon = pair.indexOf(':');
                long number = colon < 0 ? -1 : number(pair.substring(0, colon));
                long seconds = colon < 0 ? -1 : number(pair.substring(colon + 1));
                if (number < least || seconds < 1 || seconds > LONGEST) {
                    whole = false;
                } else {
                    // Told twice, the stricter counts.
                    read.merge(seconds, number, least > 0 ? Math::min : Math::max);
                }
            }
        }
        return new Rates(read, whole);
    }

    private static long number(String text) {
        String digits = text.strip();
        boolean plain =
                !digits.isEmpty() && digits.length() <= DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(digits) : -1;
    }
}
