// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import java.time.Duration;

/** Checks spans of time, and gives a century for what is meant to be for ever, as that can be counted in nanoseconds. */
public final class TimeSpans {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeSpans() {}

    /** Refuses zero and less. */
    public static Duration positive(String name, Duration span) {
        if (span.isNegative() || span.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + span);
        }
        return capped(span);
    }

    /** Refuses less than zero. */
    public static Duration notNegative(String name, Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + span);
        }
        return capped(span);
    }

    /** Gives a century for more. */
    public static Duration capped(Duration span) {
        return span.compareTo(LONGEST) > 0 ? LONGEST : span;
    }
}
