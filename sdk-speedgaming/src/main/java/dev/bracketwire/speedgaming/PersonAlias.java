// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;

/**
 * A sign by which a person is known again.
 *
 * @param person the id of the person
 * @param kind the kind
 * @param value the value, in the form in which it is compared
 * @param firstSeen the time when the source first showed it
 * @param lastSeen the time when the source last showed it
 */
public record PersonAlias(long person, Kind kind, String value, Instant firstSeen, Instant lastSeen) {
    /** The kind of an alias, from the strongest to the weakest. */
    public enum Kind {
        /** The id on Discord. */
        DISCORD_ID,
        /** The number of a player on SpeedGaming. */
        PLAYER_NUMBER,
        /** The name on Discord, without {@code @} and {@code #0}, in lower case. */
        DISCORD_NAME,
        /** The login on Twitch, in lower case. */
        TWITCH,
        /** The name that is shown. */
        DISPLAY_NAME,
        /**
         * All that a sign-up without an id on Discord is known by: the name on Discord after {@code @}, or the login after
         * {@code twitch.tv/}, or the name that is shown.
         */
        SIGN_UP_NAME
    }
}
