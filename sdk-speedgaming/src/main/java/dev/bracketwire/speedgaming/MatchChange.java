// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Change;
import org.jspecify.annotations.Nullable;

/**
 * A change that an import makes to one match.
 *
 * @param kind {@code create}, {@code attach}, {@code reschedule}, {@code change}, {@code reinstate}, {@code missing},
 *     {@code cancel}, {@code conflict} for a match that the host has started, or {@code stale} for one that is long over
 * @param text the change as a sentence, with the names and times of the match
 * @param run the number of the run that fetched the schedule
 * @param match the id of the match; null if it is new
 * @param seenVersion the version of the match when the change was planned; 0 if it is new
 * @param found the match as the schedule has it; null if it was not there
 */
public record MatchChange(
        String kind,
        String text,
        long run,
        @Nullable Long match,
        long seenVersion,
        @Nullable SourceMatch found) implements Change {
    /** Returns the sentence. */
    @Override
    public String toString() {
        return text;
    }
}
