// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.SheetTab.TableInfo;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the cells of a table within its tab.
 *
 * @param headerRow the row of the header; -1 if there is none
 * @param endRow the row after the last one that can hold a record
 * @param startColumn the first column
 * @param endColumn the column after the last one
 * @param table the table of Google Sheets; null if it is none
 */
record TableArea(
        int headerRow,
        int endRow,
        int startColumn,
        int endColumn,
        @Nullable TableInfo table) {
    /** Returns the first row that can hold a record. */
    int firstRow() {
        return headerRow + 1;
    }
}
