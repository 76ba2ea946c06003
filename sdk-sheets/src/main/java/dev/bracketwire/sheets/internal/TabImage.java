// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SheetTab;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Holds one tab as one request returned it: the values of all cells, and their properties beside the value.
 *
 * @param tab the description of the tab
 * @param values the values of all cells, from A1 on
 * @param formulas for each row the columns whose cells hold a formula or are filled by one
 * @param checkboxes for each row the columns whose cells are checkboxes
 * @param merges the merged cells
 * @param pins for each column the values of its metadata under the key of this SDK
 */
public record TabImage(
        SheetTab tab,
        CellGrid values,
        List<BitSet> formulas,
        List<BitSet> checkboxes,
        List<CellBounds> merges,
        Map<Integer, List<String>> pins) {
    /** The key of the metadata that marks a column; its value is the name of the role. */
    public static final String PIN_KEY = "bracketwire.column";

    /** Copies lists and maps. */
    public TabImage {
        formulas = List.copyOf(formulas);
        checkboxes = List.copyOf(checkboxes);
        merges = List.copyOf(merges);
        pins = Map.copyOf(pins);
    }

    /** Returns an image of plain values. */
    public static TabImage of(String title, List<? extends List<Cell>> rows) {
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        SheetTab tab =
                new SheetTab(0, title, 0, false, Math.max(1, rows.size()), Math.max(1, width), 0, List.of(), List.of());
        A1 range = A1.of(title, new CellBounds(0, tab.rowCount(), 0, tab.columnCount()));
        return new TabImage(tab, CellGrid.of(range, ReadMode.VALUES, rows), List.of(), List.of(), List.of(), Map.of());
    }

    /** Whether a cell holds a formula or is filled by one. */
    public boolean isFormula(int row, int column) {
        return row < formulas.size() && formulas.get(row).get(column);
    }

    /** Whether a cell is a checkbox. */
    public boolean isCheckbox(int row, int column) {
        return row < checkboxes.size() && checkboxes.get(row).get(column);
    }

    /** Returns the same tab with other values. */
    public TabImage with(CellGrid other) {
        return new TabImage(tab, other, formulas, checkboxes, merges, pins);
    }
}
