// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.speedgaming.internal.CrewCount;
import java.net.URI;
import java.util.List;

/**
 * Says how many people of one task a match needs and has. Only approved sign-ups in the language of the rule count.
 *
 * @param role the task
 * @param needed the number that is needed
 * @param filled the number of approved sign-ups
 * @param waiting the number of sign-ups that are not approved
 * @param signUp the page where people sign up; null for a match without an episode
 */
public record CrewNeed(
        CrewRole role,
        int needed,
        int filled,
        int waiting,
        @org.jspecify.annotations.Nullable URI signUp) {
    /** Returns the needs of a match: commentators, trackers, broadcasters. */
    public static List<CrewNeed> of(ScheduledMatch match, CrewRule rule) {
        return CrewCount.needs(match, rule);
    }

    /** Returns the number that is still missing. */
    public int missing() {
        return Math.max(0, needed - filled);
    }
}
