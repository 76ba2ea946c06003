// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question for an organiser, where an import could not be sure. Nothing is changed until it is settled.
 *
 * @param id the id
 * @param kind the kind
 * @param tournament the slug of the tournament; empty if it concerns all
 * @param first the first match or person; the one of the host for {@link Kind#SAME_MATCH}
 * @param second the second match or person
 * @param reasons the reasons, as sentences
 * @param createdAt the time when it first came up
 * @param settledAt the time when it was settled; null while it is open
 * @param settledBy the name of the person that settled it; null while it is open
 */
public record Suggestion(
        long id,
        Kind kind,
        String tournament,
        long first,
        long second,
        List<String> reasons,
        Instant createdAt,
        @Nullable Instant settledAt,
        @Nullable String settledBy) {
    /** Copies the list. */
    public Suggestion {
        reasons = List.copyOf(reasons);
    }

    /** The kind of a suggestion. */
    public enum Kind {
        /** Two matches may be the same: {@link Matches#attach}. */
        SAME_MATCH,
        /** Two persons may be the same: {@link People#merge}. */
        SAME_PERSON,
        /** Two signs of one player belong to different persons: correct one of them, or {@link People#merge}. */
        CONFLICT
    }
}
