// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.time.Duration;

/** Keeps spans of time to what can be counted in nanoseconds. */
public final class SpanLimits {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private SpanLimits() {}

    /** Gives a century for what is meant to be for ever. */
    public static Duration capped(Duration span) {
        return span.compareTo(LONGEST) > 0 ? LONGEST : span;
    }
}
