// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/** The state of a {@link ScheduledMatch}. */
public enum MatchState {
    /** SpeedGaming has not approved the episode yet. */
    TENTATIVE,
    /** The time is fixed. */
    SCHEDULED,
    /** The submitter wrote a time zone, so the time is a wish and may be wrong by hours. */
    TIME_UNCONFIRMED,
    /** The host has started it. Title, times and players are frozen. */
    STARTED,
    /** The host has finished it. Title, times and players are frozen. */
    FINISHED,
    /** It was not in the schedule where it should be; it may have been cancelled. */
    MISSING,
    /** SpeedGaming said that the episode is gone, or the host cancelled the match. */
    CANCELLED,
    /** The time is over by a day, and its result is unknown. */
    STALE_UNCONFIRMED,
    /** Another row stands for it since {@link Matches#attach}. */
    ATTACHED;

    /** Whether the host has begun with it, so that an import no longer changes title, times and players. */
    public boolean isFrozen() {
        return this == STARTED || this == FINISHED;
    }

    /** Whether it may still take place. */
    public boolean isOpen() {
        return this == TENTATIVE || this == SCHEDULED || this == TIME_UNCONFIRMED || this == MISSING || this == STARTED;
    }
}
