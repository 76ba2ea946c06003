// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import java.util.List;
import java.util.Set;

/**
 * The result of the check-in of an entrant.
 *
 * @param entrant the entrant
 * @param names each of the entrant's names
 */
public record CheckIn(String entrant, List<Checked> names) {
    private static final Set<Found> THERE = Set.of(Found.SAME, Found.NAME_CHANGED, Found.KEY_CHANGED);

    /** Copies the list. */
    public CheckIn {
        names = List.copyOf(names);
    }

    /** Whether the entrant has at least one name and all accounts were found. */
    public boolean complete() {
        return !names.isEmpty() && names.stream().allMatch(checked -> THERE.contains(checked.found));
    }

    /** Whether all accounts were found and their current names have no problems. */
    public boolean clean() {
        return complete() && names.stream().allMatch(checked -> checked.problems.isEmpty());
    }

    /**
     * A name that was looked up.
     *
     * @param entry the entry as it is now
     * @param found what was found
     * @param before what the account was called before
     * @param problems the reasons for a person to look at it; empty if there are none
     */
    public record Checked(RosterEntry entry, Found found, String before, List<String> problems) {
        /** Copies the list. */
        public Checked {
            problems = List.copyOf(problems);
        }
    }

    /** The outcome for one account. */
    public enum Found {
        /** The account has the same name as before. */
        SAME,
        /** The account has another name, which is now in the roster. */
        NAME_CHANGED,
        /** The PUUID was of another API key, and is of this one now. */
        KEY_CHANGED,
        /** Riot does not know the account, or no account has this name any more. */
        GONE,
        /** The entry was changed meanwhile, or another entrant has the account. */
        STALE
    }
}
