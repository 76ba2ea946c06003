// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;

/**
 * A change of a match. Entries are only ever added.
 *
 * @param match the id of the match
 * @param version the version of the match that the change made
 * @param at the time
 * @param actor the name of the person that changed it; {@code import} for an import
 * @param kind one word, such as {@code reschedule}
 * @param field the field, or {@code state} or {@code source}
 * @param before the value before, as text; persons by their ids
 * @param after the value after
 */
public record MatchLogEntry(
        long match, long version, Instant at, String actor, String kind, String field, String before, String after) {}
