// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.internal.CellStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Holds the cells that a read returned. Immutable.
 *
 * <pre>{@code
 * CellGrid grid = cup.read("Players!A2:C").get();
 * for (List<Cell> row : grid.rows()) {
 *     System.out.println(row.get(0).text());
 * }
 * Optional<Boolean> checkedIn = grid.read(0, 2, CellType.bool());
 * }</pre>
 *
 * <p>Rows and columns are counted from 0 within the grid. Empty rows and columns at the end are left out, as Google does; rows
 * are padded to one length. Cells beyond the data are empty.
 */
public final class CellGrid {
    private final A1 range;
    private final ReadMode mode;
    private final Duration age;
    private final CellStore cells;

    private CellGrid(A1 range, ReadMode mode, Duration age, CellStore cells) {
        this.range = range;
        this.mode = mode;
        this.age = age;
        this.cells = cells;
    }

    /** Returns a grid of these rows. {@link Cell#keep} counts as empty. */
    public static CellGrid of(A1 range, ReadMode mode, List<? extends List<Cell>> rows) {
        return new CellGrid(range, mode, Duration.ZERO, CellStore.of(rows, mode));
    }

    /** Joins grids that lie one below the other, which are parts of one range. */
    static CellGrid stacked(List<CellGrid> parts) {
        CellGrid first = parts.get(0);
        CellBounds top = first.range.cells();
        CellBounds bottom = parts.get(parts.size() - 1).range.cells();
        List<List<Cell>> rows = new ArrayList<>();
        Duration age = Duration.ZERO;
        for (CellGrid part : parts) {
            while (rows.size() < part.range.cells().startRow() - top.startRow()) {
                rows.add(List.of());
            }
            rows.addAll(part.rows());
            age = part.age.compareTo(age) > 0 ? part.age : age;
        }
        CellBounds all = new CellBounds(top.startRow(), bottom.endRow(), top.startColumn(), top.endColumn());
        return of(new A1(first.range.tab(), null, all), first.mode, rows).aged(age);
    }

    /** Returns the range as the upstream named it in its reply: clipped to the tab's size, and not to the data. */
    public A1 range() {
        return range;
    }

    /** Returns the form in which the cells were read. */
    public ReadMode mode() {
        return mode;
    }

    /** Returns the number of rows up to the last one that holds data. */
    public int rowCount() {
        return cells.rowCount();
    }

    /** Returns the number of columns up to the last one that holds data. */
    public int columnCount() {
        return cells.columnCount();
    }

    /**
     * Returns the column whose first cell in this grid holds this text, for a grid that begins with the header. Case and blanks
     * around it do not matter; empty if no column or more than one has it.
     */
    public OptionalInt findColumn(String header) {
        int[] found = IntStream.range(0, rowCount() == 0 ? 0 : columnCount())
                .filter(column -> text(0, column).strip().equalsIgnoreCase(header.strip()))
                .toArray();
        return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
    }

    /** Returns a cell; an empty one beyond the data. */
    public Cell cell(int row, int column) {
        return cells.cell(row, column, mode);
    }

    /** Returns the text of a cell, as {@link Cell#text} does; empty beyond the data. */
    public String text(int row, int column) {
        return cells.text(row, column);
    }

    /** Returns a row, padded to {@link #columnCount}. */
    public List<Cell> row(int index) {
        return cells.row(index, mode);
    }

    /** Returns all rows, as a view that copies nothing. */
    public List<List<Cell>> rows() {
        return cells.rows(mode);
    }

    /**
     * Returns a cell as the type of its column; empty if the cell holds nothing.
     *
     * @throws CellTypeException if the cell holds something else, with the cell's address
     */
    public <T> Optional<T> read(int row, int column, CellType<T> type) {
        try {
            return type.read(cell(row, column));
        } catch (CellTypeException e) {
            throw e.at(range.name() == null ? range.cell(row, column) : range);
        }
    }

    /** Returns the time since the upstream returned the cells: zero if this read went to the upstream. */
    public Duration age() {
        return age;
    }

    /** Returns the same cells with another age. */
    public CellGrid aged(Duration other) {
        return new CellGrid(range, mode, other, cells);
    }

    /**
     * Returns a part, as a view that copies nothing. Its range is clipped to this one.
     *
     * @param absolute bounds within the tab, not within this grid
     * @throws IllegalArgumentException if this grid has no cell of it
     */
    public CellGrid part(CellBounds absolute) {
        CellBounds own = located();
        CellBounds shared = own.intersection(absolute)
                .orElseThrow(() -> new IllegalArgumentException(range + " has no cell of " + absolute));
        return new CellGrid(
                new A1(range.tab(), null, shared),
                mode,
                age,
                cells.part(
                        shared.startRow() - own.startRow(),
                        shared.rowCount().orElse(CellBounds.UNBOUNDED),
                        shared.startColumn() - own.startColumn(),
                        shared.columnCount().orElse(CellBounds.UNBOUNDED)));
    }

    /**
     * Returns a copy with other cells, as they are after a write of these rows. {@link Cell#keep} and short rows keep their
     * cells, and cells outside of this grid's range are left out. A link becomes its text, and a formula stays a formula,
     * since the sheet alone knows its value.
     *
     * @param absolute the bounds that were written, within the tab
     * @throws IllegalArgumentException if the rows exceed the bounds
     */
    public CellGrid with(CellBounds absolute, List<? extends List<Cell>> rows) {
        CellBounds own = located();
        int width = absolute.columnCount().orElse(CellBounds.UNBOUNDED);
        int height = absolute.rowCount().orElse(CellBounds.UNBOUNDED);
        if (rows.size() > height || rows.stream().anyMatch(row -> row.size() > width)) {
            throw new IllegalArgumentException("the rows are larger than " + absolute);
        }
        return new CellGrid(
                range,
                mode,
                age,
                cells.with(
                        absolute.startRow() - own.startRow(),
                        absolute.startColumn() - own.startColumn(),
                        rows,
                        mode,
                        own.rowCount().orElse(CellBounds.UNBOUNDED),
                        own.columnCount().orElse(CellBounds.UNBOUNDED)));
    }

    private CellBounds located() {
        if (range.name() != null) {
            throw new IllegalStateException("the place of " + range + " is not known");
        }
        return range.cells();
    }

    /**
     * Returns a hash of the cells alone: equal for equal cells at equal places of the grid, whatever their range. It is the
     * same in every JVM.
     */
    public long contentHash() {
        return cells.contentHash();
    }

    /** Whether the other has the same range, mode and cells; its age does not matter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CellGrid grid
                && range.equals(grid.range)
                && mode == grid.mode
                && cells.isEqual(grid.cells);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(contentHash());
    }

    /** Returns the range and the size, without any content. */
    @Override
    public String toString() {
        return range + ": " + rowCount() + " rows of " + columnCount() + " columns";
    }
}
