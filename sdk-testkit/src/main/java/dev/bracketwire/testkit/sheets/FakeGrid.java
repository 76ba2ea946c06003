// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds the cells of one tab. Rows are replaced and never changed, so that a copy is cheap. */
final class FakeGrid {
    private static final FakeCell[] NO_CELLS = {};

    private final List<FakeCell[]> rows;
    private int rowCount;
    private int columnCount;
    private boolean arrays;

    FakeGrid(int rowCount, int columnCount) {
        this(new ArrayList<>(), rowCount, columnCount, false);
    }

    private FakeGrid(List<FakeCell[]> rows, int rowCount, int columnCount, boolean arrays) {
        this.rows = rows;
        this.rowCount = rowCount;
        this.columnCount = columnCount;
        this.arrays = arrays;
    }

    FakeGrid copy() {
        return new FakeGrid(new ArrayList<>(rows), rowCount, columnCount, arrays);
    }

    int rowCount() {
        return rowCount;
    }

    int columnCount() {
        return columnCount;
    }

    FakeBox box() {
        return new FakeBox(0, 0, rowCount, columnCount);
    }

    /** Whether a formula that fills other cells was ever entered. */
    boolean mayHoldArrays() {
        return arrays;
    }

    FakeCell cell(int row, int column) {
        if (row >= rows.size()) {
            return FakeCell.EMPTY;
        }
        FakeCell[] cells = rows.get(row);
        return column >= cells.length ? FakeCell.EMPTY : cells[column];
    }

    void set(int row, int column, FakeCell cell) {
        if (row >= rowCount || column >= columnCount) {
            throw new IndexOutOfBoundsException("no cell at row " + row + ", column " + column);
        }
        if (cell(row, column).equals(cell)) {
            return;
        }
        while (rows.size() <= row) {
            rows.add(NO_CELLS);
        }
        FakeCell[] old = rows.get(row);
        FakeCell[] changed = Arrays.copyOf(old, Math.max(old.length, column + 1));
        Arrays.fill(changed, old.length, changed.length, FakeCell.EMPTY);
        changed[column] = cell;
        rows.set(row, changed);
        arrays |= cell.formula() != null && FakeFormulas.fillsOthers(cell.formula());
    }

    /** Counts the rows that may hold anything, from the first on. */
    int usedRows() {
        return rows.size();
    }

    /** Counts the cells of a row that may hold anything, from the first on. */
    int usedColumns(int row) {
        return row < rows.size() ? rows.get(row).length : 0;
    }

    boolean hasContent(FakeBox box) {
        for (int row = box.top(); row < Math.min(box.bottom(), rows.size()); row++) {
            for (int column = box.left(); column < Math.min(box.right(), usedColumns(row)); column++) {
                if (cell(row, column).hasContent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Gives the index after the last row in which one of these columns has content. */
    int rowAfterContent(int fromColumn, int toColumn) {
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (hasContent(new FakeBox(row, fromColumn, row + 1, toColumn))) {
                return row + 1;
            }
        }
        return 0;
    }

    /** Adds or cuts off rows and columns at the end. */
    void resize(int newRowCount, int newColumnCount) {
        while (rows.size() > newRowCount) {
            rows.remove(rows.size() - 1);
        }
        if (newColumnCount < columnCount) {
            rows.replaceAll(cells -> cells.length > newColumnCount ? Arrays.copyOf(cells, newColumnCount) : cells);
        }
        rowCount = newRowCount;
        columnCount = newColumnCount;
    }

    void shift(FakeShift shift) {
        int change = shift.kind() == FakeShift.Kind.INSERT
                ? shift.count()
                : shift.kind() == FakeShift.Kind.DELETE ? -shift.count() : 0;
        if (shift.rows()) {
            List<FakeCell[]> old = List.copyOf(rows);
            rows.clear();
            for (int row = 0; row < old.size(); row++) {
                int place = shift.index(row);
                if (place >= 0 && old.get(row).length > 0) {
                    while (rows.size() <= place) {
                        rows.add(NO_CELLS);
                    }
                    rows.set(place, old.get(row));
                }
            }
            rowCount += change;
        } else {
            rows.replaceAll(cells -> shifted(cells, shift));
            columnCount += change;
        }
    }

    private static FakeCell[] shifted(FakeCell[] cells, FakeShift shift) {
        int length = 0;
        for (int column = 0; column < cells.length; column++) {
            length = Math.max(length, shift.index(column) + 1);
        }
        FakeCell[] changed = new FakeCell[length];
        Arrays.fill(changed, FakeCell.EMPTY);
        for (int column = 0; column < cells.length; column++) {
            int place = shift.index(column);
            if (place >= 0) {
                changed[place] = cells[column];
            }
        }
        return changed;
    }
}
