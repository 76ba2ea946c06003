// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.internal.TabImage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds where the columns and rows of a table are in one state of its tab.
 *
 * @param columns for each column that was found its place
 * @param rows for each key that stands in one row alone its place
 * @param repeated the keys that stand in several rows
 * @param keys returns the key that a row has in this state, also one that other rows have; empty if it has none. Null if the
 *     keys were not found
 * @param keyColumn the place of the column whose cells alone are the keys; -1 if it was not found, or if a key is made of more
 * @param firstRow the first row that can hold a record
 * @param endRow the row after the last one that can hold a record
 */
record GridMap(
        Map<String, Integer> columns,
        Map<String, Integer> rows,
        Set<String> repeated,
        @Nullable IntFunction<String> keys,
        int keyColumn,
        int firstRow,
        int endRow) {
    /** Whether the keys of the rows were found. */
    boolean hasKeys() {
        return keys != null;
    }

    /** Returns the key that a row has in this state, also one that other rows have; empty if it has none. */
    String key(int row) {
        return keys == null ? "" : keys.apply(row);
    }

    /** Returns the key of a row; null if it has none, or one that other rows have too. */
    @Nullable
    String keyAt(int row) {
        for (Map.Entry<String, Integer> entry : rows.entrySet()) {
            if (entry.getValue() == row) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Returns the name of a column; null if it is none of the table's. */
    @Nullable
    String columnAt(int column) {
        for (Map.Entry<String, Integer> entry : columns.entrySet()) {
            if (entry.getValue() == column) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Finds the columns and rows of a table in a state of its tab. */
    interface Finder {
        /**
         * Maps a state.
         *
         * @param grid the values from A1 on
         * @param pins for each column its metadata, as far as it is known
         * @param endRow the row after the last one that can hold a record
         */
        GridMap map(CellGrid grid, Map<Integer, List<String>> pins, int endRow);

        /** Maps the state that a request returned. */
        default GridMap map(TabImage image) {
            return map(image.values(), image.pins(), endRow(image));
        }

        /** Returns the row after the last one that can hold a record: the footer of a table, or the end of the tab. */
        default int endRow(TabImage image) {
            return image.tab().rowCount();
        }
    }
}
