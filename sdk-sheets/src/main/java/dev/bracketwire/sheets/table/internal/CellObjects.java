// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.LayoutColumn;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts cells to the values that tables exchange, and back. */
public final class CellObjects {
    private CellObjects() {}

    /** Returns text, a Long, a BigDecimal or a Boolean; null for an empty cell. */
    public static @Nullable Object value(Cell cell) {
        if (cell instanceof Cell.Number number) {
            return CellValues.isWhole(number.value())
                    ? (Object) (long) number.value()
                    : BigDecimal.valueOf(number.value());
        }
        if (cell instanceof Cell.Flag flag) {
            return flag.value();
        }
        return cell.isEmpty() ? null : cell.text();
    }

    /** Returns the values of several cells. */
    public static Map<String, @Nullable Object> values(Map<String, Cell> cells) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        cells.forEach((name, cell) -> values.put(name, value(cell)));
        return values;
    }

    /**
     * Returns the cell that holds a value; one that is emptied for null.
     *
     * @throws IllegalArgumentException if no cell can hold the value, and for a formula
     */
    public static Cell cell(@Nullable Object value) {
        Cell cell = value == null ? Cell.clear() : Cell.of(value);
        if (cell instanceof Cell.Formula || cell instanceof Cell.Link || cell instanceof Cell.Error) {
            throw new IllegalArgumentException(
                    "records hold values: write a formula or a link by Spreadsheet.write, by the address of its cell");
        }
        return cell;
    }

    /**
     * Returns the cell of a column that holds a value.
     *
     * @throws IllegalArgumentException as {@link #cell(Object)}, and for a checkbox that would be neither set nor unset
     */
    public static Cell cell(LayoutColumn column, @Nullable Object value) {
        Cell cell = cell(value);
        if (!column.checkbox() || cell.isEmpty() || cell instanceof Cell.Flag) {
            return cell;
        }
        String text = cell.text().strip();
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Cell.bool(text.equalsIgnoreCase("true"));
        }
        throw new IllegalArgumentException("the column holds checkboxes, so give true or false");
    }
}
