// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An edit by hand in a sheet, which waits for a decision.
 *
 * @param person the person of the row
 * @param kind the kind of edit
 * @param values the values that the sheet has now, by role; those that were changed, or all of an added row
 * @param row the row as the sheet has it, on which both sides agree once the edit is taken over; null if it is gone
 * @param sentence the edit in words, which name people as {@code {id}}
 */
record SheetEdit(
        String person,
        Kind kind,
        Map<String, Object> values,
        @Nullable SheetRow row,
        String sentence) {
    /** The kind of an edit. */
    enum Kind {
        /** A row of a person without a place. */
        ADDED,
        /** Other values in the row of a person. */
        CHANGED,
        /** The row of a person with a place is gone, or its registration is not ticked. */
        REMOVED
    }

    SheetEdit {
        values = Map.copyOf(values);
    }
}
