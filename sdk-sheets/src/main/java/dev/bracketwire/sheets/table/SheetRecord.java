// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellType;
import dev.bracketwire.sheets.CellTypeException;
import dev.bracketwire.sheets.table.internal.CellObjects;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds one row of a {@link SheetTable} by the names of its columns. Immutable.
 *
 * <pre>{@code
 * SheetRecord ann = players.records().get().record("ann");
 * String ign = ann.text("ign");
 * boolean here = ann.flag("checkin");
 * long seed = ann.read("seed", CellType.wholeNumber()).orElse(0L);
 * }</pre>
 */
public final class SheetRecord {
    private final TableLayout layout;
    private final int row;
    private final String key;
    private final Map<String, Cell> cells;

    SheetRecord(TableLayout layout, int row, String key, Map<String, Cell> cells) {
        this.layout = layout;
        this.row = row;
        this.key = key;
        this.cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /** Returns the row as the sheet numbers it. People may sort rows at any time: address records by their key. */
    public int row() {
        return row + 1;
    }

    /** Returns the key, without blanks around it; empty if the row has none. */
    public String key() {
        return key;
    }

    /** Returns the cells by the names of their columns. */
    public Map<String, Cell> cells() {
        return cells;
    }

    /** Returns text, a Long, a BigDecimal or a Boolean for each column; null for an empty cell. */
    public Map<String, @Nullable Object> values() {
        return CellObjects.values(cells);
    }

    /**
     * Returns the text of a column, named by role or header.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public String text(String column) {
        return cell(column).text();
    }

    /**
     * Whether the checkbox of a column is set. An empty cell is not.
     *
     * @throws CellTypeException if the cell holds neither TRUE nor FALSE
     * @throws IllegalArgumentException if there is no such column
     */
    public boolean flag(String column) {
        return read(column, CellType.bool()).orElse(false);
    }

    /**
     * Returns the cell of a column as a type; empty if the cell holds nothing.
     *
     * @throws CellTypeException if the cell holds something else
     * @throws IllegalArgumentException if there is no such column
     */
    public <T> Optional<T> read(String column, CellType<T> type) {
        LayoutColumn found = layout.column(column);
        try {
            return type.read(cells.getOrDefault(found.name(), Cell.clear()));
        } catch (CellTypeException e) {
            throw e.at(A1.tab(layout.tab()).cell(row, found.index()));
        }
    }

    private Cell cell(String column) {
        return cells.getOrDefault(layout.column(column).name(), Cell.clear());
    }

    /** Names the row and its key, without other content. */
    @Override
    public String toString() {
        return "row " + row() + (key.isEmpty() ? "" : " (" + SheetProblem.shown(key) + ")");
    }
}
