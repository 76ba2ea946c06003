// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.limit;

import dev.bracketwire.connector.Request;
import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import java.util.Objects;

/**
 * Says how much may happen in a time.
 *
 * @param units how many units, see {@link Request#weight(int)}
 * @param window the time
 * @param kind how it is counted
 */
public record Limit(long units, Duration window, Kind kind) {
    /** Checks that both are positive. */
    public Limit {
        Objects.requireNonNull(kind, "kind");
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, not " + units);
        }
        window = TimeSpans.positive("window", window);
    }

    /** Allows so many units in any window of this length, wherever it begins. */
    public static Limit of(long units, Duration window) {
        return new Limit(units, window, Kind.WINDOW);
    }

    /**
     * Allows so many units at once, which come back evenly over this time. What follows a burst is spread; in the window
     * that begins with it up to twice as many may pass, so it is for upstreams that count in the same way.
     */
    public static Limit bucket(long units, Duration refill) {
        return new Limit(units, refill, Kind.BUCKET);
    }

    @Override
    public String toString() {
        return units + (kind == Kind.WINDOW ? " in " : " refilled in ") + window;
    }

    /** How a limit is counted. */
    public enum Kind {
        /** In any window of time, wherever it begins. */
        WINDOW,
        /** As what is left in a bucket that is refilled evenly. */
        BUCKET
    }
}
