// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import java.time.Duration;

/** Doubles the time before each further attempt, up to a limit. */
final class RetryDelay {
    private RetryDelay() {}

    /** Returns the time before the next attempt after this many failures, at least one. */
    static Duration after(int failures, Duration first, Duration most) {
        Duration delay = first.multipliedBy(1L << Math.min(Math.max(0, failures - 1), 20));
        return delay.compareTo(most) < 0 ? delay : most;
    }
}
