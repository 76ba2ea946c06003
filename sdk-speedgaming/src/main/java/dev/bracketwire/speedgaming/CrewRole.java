// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/** A task of the crew of a broadcast. */
public enum CrewRole {
    /** Comments on the race. */
    COMMENTATOR,
    /** Shows the progress of the players. */
    TRACKER,
    /** Runs the broadcast. */
    BROADCASTER,
    /** Helps in another way. */
    HELPER
}
