// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.CellBounds;
import org.jspecify.annotations.Nullable;

/**
 * Describes one column of a {@link TableLayout}.
 *
 * @param index its place in the tab, 0 for column A
 * @param name the name that records and changes use: the role, or else the header; where two columns share a header, it ends in
 *     the letter, such as {@code Name (C)}
 * @param header the header as it stands in the sheet; empty if there is none
 * @param role the role; null if it has none
 * @param pinned whether developer metadata marks it, so that it is found after people moved it or changed its header
 * @param checkbox whether its cells are checkboxes
 * @param computed whether formulas fill it, so that records never write it
 */
public record LayoutColumn(
        int index,
        String name,
        String header,
        @Nullable String role,
        boolean pinned,
        boolean checkbox,
        boolean computed) {
    /** Returns the letters of the column, such as {@code AB}. */
    public String letters() {
        return CellBounds.columnLetters(index);
    }
}
