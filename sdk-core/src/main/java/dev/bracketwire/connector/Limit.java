// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.time.Duration;

/**
 * Says how much may happen in a time: in any window of this length, wherever it begins.
 *
 * @param units how many units, see {@link Request#weight(int)}
 * @param window the length of the window
 */
public record Limit(long units, Duration window) {
    /** Checks that both are positive. */
    public Limit {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, not " + units);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive, not " + window);
        }
    }

    /** Allows so many units in any window of this length. */
    public static Limit of(long units, Duration window) {
        return new Limit(units, window);
    }

    @Override
    public String toString() {
        return units + " in " + window;
    }
}
