// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import java.time.Duration;

/**
 * The times of the work in the background.
 *
 * @param look the longest time between two looks for work. Work of this process begins at once, so a longer time only
 *     delays the work that other processes leave where the database cannot wake this one
 * @param sheets the time between two reads of a sheet that no command has changed. A shorter time finds edits by hand
 *     sooner and takes more of Google's quota
 */
public record WorkPace(Duration look, Duration sheets) {
    /** Looks for work each second, and reads sheets each 15 seconds. */
    public static final WorkPace DEFAULT = new WorkPace(Duration.ofSeconds(1), Duration.ofSeconds(15));

    /** Refuses times that are not positive. */
    public WorkPace {
        for (Duration each : new Duration[] {look, sheets}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("the times of the work must be positive, not " + each);
            }
        }
    }
}
