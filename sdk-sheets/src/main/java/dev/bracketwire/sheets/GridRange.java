// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

/**
 * Addresses cells by the number of their tab, which stays when the tab is renamed or moved.
 *
 * @param sheetId the number of the tab, the {@code gid} of its address in the browser; 0 is the first tab of most spreadsheets
 * @param cells the cells
 */
public record GridRange(int sheetId, CellBounds cells) implements CellAddress {
    /** Checks the number. */
    public GridRange {
        if (sheetId < 0) {
            throw new IllegalArgumentException("the number of a tab is not negative: " + sheetId);
        }
    }

    /** Returns the same cells by the title of their tab. */
    public A1 toA1(String tab) {
        return A1.of(tab, cells);
    }
}
