// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import java.util.List;
import java.util.Set;

/**
 * What was found when an entrant checked in.
 *
 * @param entrant who
 * @param names each of the entrant's names
 */
public record CheckIn(String entrant, List<Checked> names) {
    private static final Set<Found> THERE = Set.of(Found.SAME, Found.NAME_CHANGED, Found.KEY_CHANGED);

    /** Copies the list. */
    public CheckIn {
        names = List.copyOf(names);
    }

    /** Whether the entrant has a name, and all accounts are there. */
    public boolean complete() {
        return !names.isEmpty() && names.stream().allMatch(checked -> THERE.contains(checked.found));
    }

    /** Whether nobody has to look at it: all accounts are there, and nothing speaks against what they are called now. */
    public boolean clean() {
        return complete() && names.stream().allMatch(checked -> checked.objections.isEmpty());
    }

    /**
     * A name that was looked up.
     *
     * @param entry the entry as it is now
     * @param found what was found
     * @param before what the account was called before
     * @param objections why somebody has to look at it; empty if nobody has to
     */
    public record Checked(RosterEntry entry, Found found, String before, List<String> objections) {
        /** Copies the list. */
        public Checked {
            objections = List.copyOf(objections);
        }
    }

    /** What can be found. */
    public enum Found {
        /** The account is called as before. */
        SAME,
        /** The account is called otherwise, and the roster says so now. */
        NAME_CHANGED,
        /** The PUUID was of another API key, and is of this one now. */
        KEY_CHANGED,
        /** Riot does not know the account, or nobody is called so any more. */
        GONE,
        /** Somebody else changed the entry meanwhile, or has the account. */
        STALE
    }
}
