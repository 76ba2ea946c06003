// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.util.List;

/** The result of a change that a person makes to a match. */
public sealed interface MatchEdit {
    /**
     * The change was made, or nothing had to be changed.
     *
     * @param match the match as it is stored now
     */
    record Done(ScheduledMatch match) implements MatchEdit {}

    /**
     * The change was refused, and nothing was changed.
     *
     * @param reasons the reasons, as sentences that name the way to do it instead
     */
    record Refused(List<String> reasons) implements MatchEdit {
        /** Copies the list. */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Returns the match.
     *
     * @throws IllegalStateException if the change was refused, with the reasons
     */
    default ScheduledMatch orThrow() {
        if (this instanceof Done done) {
            return done.match();
        }
        throw new IllegalStateException(String.join("; ", ((Refused) this).reasons()));
    }
}
