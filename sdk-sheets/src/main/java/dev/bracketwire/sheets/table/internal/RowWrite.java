// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.CallException;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sets cells of one row.
 *
 * @param kind whether the row is there
 * @param key the key of the row: the present one, or that of a new row. For {@link Kind#AT} it is the text in the key
 *     column of that row
 * @param row the place of a row that has no key, or the place that a new row takes if it is free; -1 for any
 * @param cells the cells to set, by the name of their column
 * @param expected decides from the present cells, by the name of their column, whether the row is as the plan saw it; null to
 *     set the cells in any case. For a new row, decides which free rows fit
 * @param capacity the most rows with a key that the table takes, for a new row
 * @param guard refuses the write because of other rows; null if no other row matters
 */
record RowWrite(
        Kind kind,
        String key,
        int row,
        Map<String, Cell> cells,
        @Nullable Predicate<Map<String, Cell>> expected,
        int capacity,
        @Nullable Guard guard) {
    /** Keeps the order of the cells. */
    RowWrite {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    // Two writes with the same content are still two.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    static RowWrite change(String key, Map<String, Cell> cells, @Nullable Predicate<Map<String, Cell>> expected) {
        return new RowWrite(Kind.PRESENT, key, -1, cells, expected, 0, null);
    }

    static RowWrite add(String key, int row, Map<String, Cell> cells, int capacity) {
        return new RowWrite(Kind.NEW, key, row, cells, null, capacity, null);
    }

    static RowWrite at(int row, Map<String, Cell> cells, @Nullable Predicate<Map<String, Cell>> expected) {
        return new RowWrite(Kind.AT, "", row, cells, expected, 0, null);
    }

    /** Returns the same new row, which goes into a free row that passes this test only. */
    RowWrite into(Predicate<Map<String, Cell>> fits) {
        return new RowWrite(kind, key, row, cells, fits, capacity, guard);
    }

    /** Returns the same write with a guard. */
    RowWrite guarded(Guard by) {
        return new RowWrite(kind, key, row, cells, expected, capacity, by);
    }

    /** Judges a write by all rows, before it is sent. */
    interface Guard {
        /**
         * Returns why the write must not be sent; null if it may be.
         *
         * @param image the tab before the request
         * @param sent the cells that the same request sets already, by column and row
         */
        @Nullable
        String refusal(TabImage image, Map<String, ? extends Map<Integer, Cell>> sent);
    }

    /** The ways to name the row. */
    enum Kind {
        /** The row that has the key. */
        PRESENT,
        /** The first free row, which gets the key. */
        NEW,
        /** The row of this number, which has no key. */
        AT
    }

    /**
     * The result of one write.
     *
     * @param status the outcome
     * @param row the row, 0 for the first; -1 if it is not known
     * @param note why; for a write that was applied, the formulas that it overwrote by mistake, mostly empty
     * @param failure the failure of the request; null if there was none
     */
    record Result(
            Status status, int row, String note, @Nullable CallException failure) {
        Result(Status status, int row, String note) {
            this(status, row, note, null);
        }

        static Result failed(int row, CallException failure) {
            Status status = failure.maybeDone() ? Status.UNKNOWN : Status.FAILED;
            return new Result(status, row, String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Names the outcome of a write. */
    enum Status {
        /** The cells are set. */
        APPLIED,
        /** The cells held these values already. */
        UNCHANGED,
        /** The row is another than the plan saw. */
        STALE,
        /** No row has the key. */
        GONE,
        /** Google or this SDK refused it, and nothing was set. */
        FAILED,
        /** The answer was lost, and the sheet does not show it. */
        UNKNOWN,
        /** A new row was not added, because its key is there. */
        PRESENT,
        /** A new row was not added, because the capacity is used up. */
        FULL
    }
}
