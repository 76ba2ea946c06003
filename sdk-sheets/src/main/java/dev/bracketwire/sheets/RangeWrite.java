// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sets cells of a range; see {@link Spreadsheet#writeAll}. Text is stored as text and never read as a formula, a number or a
 * date. A cell that holds a formula is kept, unless the range is a single cell or {@link #overFormulas()} says otherwise.
 *
 * <pre>{@code
 * RangeWrite.row("Players!A7", "Ann", "Ann#EUW", true);
 * }</pre>
 *
 * @param address the range, or its first cell
 * @param rows the cells, row by row; {@link Cell#keep()} leaves a cell and {@link Cell#clear()} empties it
 * @param replacesFormulas whether cells that hold a formula are set too
 */
public record RangeWrite(CellAddress address, List<List<Cell>> rows, boolean replacesFormulas) {
    /** Copies the rows. */
    public RangeWrite {
        rows = rows.stream().map(List::copyOf).toList();
        if (rows.isEmpty() || rows.stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a write to " + address + " must have at least one cell");
        }
    }

    /** Sets one row, from the first cell of the range on; see {@link Cell#of} for the values. */
    public static RangeWrite row(String range, Object... values) {
        return rows(A1.parse(range), List.of(Arrays.asList(values)));
    }

    /** Sets one row, from the first cell of the range on; see {@link Cell#of} for the values. */
    public static RangeWrite row(CellAddress address, Object... values) {
        return rows(address, List.of(Arrays.asList(values)));
    }

    /** Sets rows, from the first cell of the range on; see {@link Cell#of} for the values. */
    public static RangeWrite rows(String range, List<? extends List<?>> rows) {
        return rows(A1.parse(range), rows);
    }

    /** Sets rows, from the first cell of the range on; see {@link Cell#of} for the values. */
    public static RangeWrite rows(CellAddress address, List<? extends List<?>> rows) {
        return new RangeWrite(address, cells(rows), false);
    }

    /** Returns the same write, which also replaces formulas. */
    public RangeWrite overFormulas() {
        return new RangeWrite(address, rows, true);
    }

    static List<List<Cell>> cells(List<? extends List<?>> rows) {
        List<List<Cell>> cells = new ArrayList<>();
        for (List<?> row : rows) {
            List<Cell> converted = new ArrayList<>();
            for (Object value : row) {
                converted.add(Cell.of(value));
            }
            cells.add(converted);
        }
        return cells;
    }
}
