// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a single change of an {@link IgnRoster}. */
public sealed interface RosterOutcome {
    /** Gives whichever of the three it is to its function. */
    default <R> R fold(
            Function<? super Done, ? extends R> done,
            Function<? super Stale, ? extends R> stale,
            Function<? super Refused, ? extends R> refused) {
        if (this instanceof Done it) {
            return done.apply(it);
        }
        return this instanceof Stale it ? stale.apply(it) : refused.apply((Refused) this);
    }

    /**
     * The entry as it is now, or as it was last where it was released.
     *
     * @throws RosterException if it was not done, with why
     */
    default RosterEntry orThrow() {
        return fold(
                Done::entry,
                stale -> {
                    throw new RosterException(stale, stale.note());
                },
                refused -> {
                    throw new RosterException(refused, String.join("; ", refused.reasons()));
                });
    }

    /**
     * It is so.
     *
     * @param entry the entry as it is now, or as it was last where it was released
     * @param changed whether anything was left to do
     * @param warnings what the rules warn of
     */
    record Done(RosterEntry entry, boolean changed, List<String> warnings) implements RosterOutcome {
        /** Copies the list. */
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Somebody was faster, so nothing was changed.
     *
     * @param holder who has the name; null if nobody
     * @param note in words
     */
    record Stale(@Nullable RosterEntry holder, String note) implements RosterOutcome {}

    /**
     * It cannot be, or somebody has to look at it first.
     *
     * @param reasons in words
     * @param lookAlikes names of others that are like it: {@link IgnRoster#allowingLookAlikes} takes it all the same
     */
    record Refused(List<String> reasons, List<LookAlike<RosterEntry>> lookAlikes) implements RosterOutcome {
        /** Copies the lists. */
        public Refused {
            reasons = List.copyOf(reasons);
            lookAlikes = List.copyOf(lookAlikes);
        }
    }
}
