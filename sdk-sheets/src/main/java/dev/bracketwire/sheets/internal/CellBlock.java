// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellAddress;
import java.util.List;

/**
 * Holds cells to be written at an address.
 *
 * @param address the address
 * @param rows the cells from its first row and column on
 */
public record CellBlock(CellAddress address, List<? extends List<Cell>> rows) {
    /** Whether it holds formulas, which Google takes as USER_ENTERED only. */
    public boolean hasFormulas() {
        for (List<Cell> row : rows) {
            for (Cell cell : row) {
                if (cell instanceof Cell.Formula || cell instanceof Cell.Link) {
                    return true;
                }
            }
        }
        return false;
    }
}
