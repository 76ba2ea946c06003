// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of a match.
 *
 * @param raceStart the start of the race; null if there is no time yet
 * @param broadcastStart the start of the broadcast, which may include a stream delay; null if there is no time yet
 * @param minutes the planned length
 * @param timezone empty if the times are final; otherwise the zone that the submitter typed, and both times may be wrong by
 *     hours
 */
public record MatchTimes(
        @Nullable Instant raceStart, @Nullable Instant broadcastStart, int minutes, String timezone) {
    /** Says that there is no time yet. */
    public static MatchTimes none() {
        return new MatchTimes(null, null, 0, "");
    }

    /** Makes final times of a race and a broadcast that begin together. */
    public static MatchTimes at(Instant start, int minutes) {
        return new MatchTimes(start, start, minutes, "");
    }

    /** Whether the times are final. */
    public boolean confirmed() {
        return timezone.isEmpty();
    }
}
