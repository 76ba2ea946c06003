// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.MatchTimes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Works out when a match begins and how long it takes. */
final class MatchSpan {
    private static final int USUAL_MINUTES = 90;

    private MatchSpan() {}

    /** Returns the start of the race; null if there is no time yet. */
    static @Nullable Instant raceStart(MatchTimes times) {
        return times.raceStart() == null ? times.broadcastStart() : times.raceStart();
    }

    /** Returns the start of the broadcast; null if there is no time yet. */
    static @Nullable Instant broadcastStart(MatchTimes times) {
        return times.broadcastStart() == null ? times.raceStart() : times.broadcastStart();
    }

    /** Returns the planned length, or 90 minutes if there is none. */
    static Duration length(MatchTimes times) {
        return Duration.ofMinutes(times.minutes() > 0 ? times.minutes() : USUAL_MINUTES);
    }
}
