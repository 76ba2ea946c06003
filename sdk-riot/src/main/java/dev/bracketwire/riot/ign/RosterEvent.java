// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an entrant's names.
 *
 * @param entrant whose
 * @param what what happened
 * @param actor who did it, as the application said
 * @param at when
 * @param before what was there; null if nothing, or if it was erased
 * @param after what is there now; null if nothing, or if it was erased
 */
public record RosterEvent(
        String entrant,
        What what,
        String actor,
        Instant at,
        @Nullable String before,
        @Nullable String after) {
    /** Kinds of events. */
    public enum What {
        /** The entrant got a name. */
        ASSIGNED,
        /** The entrant plays with another account, or it was said that the account is called otherwise. */
        RENAMED,
        /** The entrant has the name no longer. */
        RELEASED,
        /** The entrant gave the name to another. */
        GIVEN,
        /** The entrant got the name from another. */
        RECEIVED,
        /** The name is the one that is played with now. */
        MADE_PRIMARY,
        /** The entrant is there, and the account too. */
        CHECKED_IN,
        /** Riot calls the account otherwise now. */
        NAME_CHANGED,
        /** The account was looked up anew, under another API key. */
        KEY_CHANGED
    }
}
