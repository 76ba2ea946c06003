// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/** A part of a {@link ScheduledMatch} that belongs either to the source, which an import changes, or to the host. */
public enum MatchField {
    /** The title. */
    TITLE,
    /** The note. */
    NOTE,
    /** Both times, the length and whether they are confirmed. */
    TIMES,
    /** The players. */
    PLAYERS,
    /** The crew. */
    CREW,
    /** The streams. */
    STREAMS,
    /** The state. It belongs to the host from {@link Matches#start} on. */
    STATE
}
