// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import java.time.Duration;
import java.time.Instant;

/** Writes the time between two instants in words. */
final class Ages {
    private Ages() {}

    static String between(Instant earlier, Instant later) {
        long seconds = Math.max(0, Duration.between(earlier, later).toSeconds());
        if (seconds < 120) {
            return seconds + " seconds";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " minutes";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " hours" : seconds / 86_400 + " days";
    }
}
