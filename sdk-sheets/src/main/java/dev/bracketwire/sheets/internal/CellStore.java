// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.ReadMode;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Stores the cells of a grid compactly: a String, Double, Boolean or {@link Cell} each, and null for an empty one. Immutable;
 * parts share the arrays of the whole.
 */
public final class CellStore {
    private static final CellStore EMPTY = new CellStore(new Object[0][], 0, 0, 0, 0);
    private static final long OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x100_0000_01b3L;

    private final @Nullable Object[][] rows;
    private final int firstRow;
    private final int firstColumn;
    private final int rowCount;
    private final int columnCount;

    private CellStore(@Nullable Object[][] rows, int firstRow, int firstColumn, int rowCount, int columnCount) {
        this.rows = rows;
        this.firstRow = firstRow;
        this.firstColumn = firstColumn;
        this.rowCount = rowCount;
        this.columnCount = columnCount;
    }

    /** Stores these rows, whose arrays nothing changes from here on. */
    static CellStore of(@Nullable Object[][] rows) {
        return trimmed(rows, 0, rows.length, 0, Integer.MAX_VALUE);
    }

    /** Stores these rows. The rows of a store are taken without a copy. */
    public static CellStore of(List<? extends List<Cell>> rows, ReadMode mode) {
        return rows instanceof Rows stored && stored.mode == mode
                ? stored.cells
                : EMPTY.with(0, 0, rows, mode, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Returns the number of rows up to the last one with data. */
    public int rowCount() {
        return rowCount;
    }

    /** Returns the number of columns up to the last one with data. */
    public int columnCount() {
        return columnCount;
    }

    /** Returns a cell. */
    public Cell cell(int row, int column, ReadMode mode) {
        Object value = value(row, column);
        if (value == null) {
            return Cell.clear();
        }
        if (value instanceof String text) {
            if (mode == ReadMode.FORMULAS && text.charAt(0) == '=') {
                return new Cell.Formula(text);
            }
            return CellValues.isError(text) ? new Cell.Error(text) : new Cell.Text(text);
        }
        if (value instanceof Double number) {
            return new Cell.Number(number);
        }
        return value instanceof Boolean flag ? Cell.bool(flag) : (Cell) value;
    }

    /** Returns the text of a cell. */
    public String text(int row, int column) {
        Object value = value(row, column);
        return value == null
                ? ""
                : value instanceof String text
                        ? text
                        : value instanceof Double number
                                ? CellValues.numberText(number)
                                : value instanceof Boolean flag ? (flag ? "TRUE" : "FALSE") : ((Cell) value).text();
    }

    private @Nullable Object value(int row, int column) {
        if (row < 0 || column < 0) {
            throw new IndexOutOfBoundsException("row " + row + ", column " + column);
        }
        if (row >= rowCount || column >= columnCount) {
            return null;
        }
        Object[] values = rows[firstRow + row];
        int index = firstColumn + column;
        return index < values.length ? values[index] : null;
    }

    /** Returns all rows, as a view. */
    public List<List<Cell>> rows(ReadMode mode) {
        return new Rows(this, mode);
    }

    /** Returns a row as a view, an empty one beyond the data. */
    public List<Cell> row(int index, ReadMode mode) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("row " + index);
        }
        return new Row(this, mode, index);
    }

    /** Returns a part that shares the arrays. */
    public CellStore part(int row, int height, int column, int width) {
        int first = Math.min(firstRow + row, firstRow + rowCount);
        int left = firstColumn + Math.min(column, columnCount);
        return trimmed(rows, first, (int) Math.min((long) firstRow + rowCount, (long) first + height), left, (int)
                Math.min((long) firstColumn + columnCount, (long) left + width));
    }

    /** Leaves out empty rows and columns at the end. */
    private static CellStore trimmed(@Nullable Object[][] rows, int first, int end, int left, int right) {
        int width = 0;
        int last = first;
        for (int i = first; i < end; i++) {
            int length = Math.min(rows[i].length, right);
            while (length > left && rows[i][length - 1] == null) {
                length--;
            }
            if (length > left) {
                width = Math.max(width, length - left);
                last = i + 1;
            }
        }
        return new CellStore(rows, first, left, last - first, width);
    }

    /** Returns a copy with cells replaced, leaving out those outside of a grid of this size. */
    public CellStore with(
            int row, int column, List<? extends List<Cell>> cells, ReadMode mode, int mostRows, int mostColumns) {
        int height = (int) Math.max(rowCount, Math.min(mostRows, (long) row + cells.size()));
        @Nullable Object[][] copy = new Object[height][];
        for (int i = 0; i < height; i++) {
            List<Cell> written = i >= row && i - row < cells.size() ? cells.get(i - row) : List.of();
            if (written.isEmpty() && i < rowCount && firstColumn == 0 && rows[firstRow + i].length <= columnCount) {
                copy[i] = rows[firstRow + i];
                continue;
            }
            int kept = i < rowCount ? Math.max(0, Math.min(rows[firstRow + i].length - firstColumn, columnCount)) : 0;
            int width =
                    (int) Math.max(kept, written.isEmpty() ? 0 : Math.min(mostColumns, (long) column + written.size()));
            Object[] values = new Object[width];
            if (kept > 0) {
                System.arraycopy(rows[firstRow + i], firstColumn, values, 0, kept);
            }
            for (int j = Math.max(0, column); j < width && j - column < written.size(); j++) {
                Cell cell = written.get(j - column);
                if (!(cell instanceof Cell.Keep)) {
                    values[j] = stored(cell, mode);
                }
            }
            copy[i] = values;
        }
        return of(copy);
    }

    private static @Nullable Object stored(Cell cell, ReadMode mode) {
        if (cell instanceof Cell.Number number) {
            return number.value() + 0.0; // -0 becomes 0, as in a sheet
        }
        if (cell instanceof Cell.Flag flag) {
            return flag.value();
        }
        if (cell instanceof Cell.Formula && mode != ReadMode.FORMULAS) {
            return cell;
        }
        String text = cell.text();
        return text.isEmpty() ? null : text;
    }

    /** Whether both hold the same cells. */
    public boolean isEqual(CellStore other) {
        if (rowCount != other.rowCount || columnCount != other.columnCount) {
            return false;
        }
        for (int i = 0; i < rowCount; i++) {
            for (int j = 0; j < columnCount; j++) {
                Object value = value(i, j);
                Object theirs = other.value(i, j);
                if (value == null ? theirs != null : !value.equals(theirs)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns a hash of all cells and their places. */
    public long contentHash() {
        long hash = mix(OFFSET, rowCount);
        for (int i = 0; i < rowCount; i++) {
            for (int j = 0; j < columnCount; j++) {
                hash = mix(hash, value(i, j));
            }
        }
        return hash ^ hash >>> Integer.SIZE;
    }

    private static long mix(long hash, @Nullable Object value) {
        if (value instanceof Double number) {
            return mix(mix(hash, 2), Double.doubleToLongBits(number));
        }
        if (value instanceof Boolean flag) {
            return mix(hash, flag ? 3 : 4);
        }
        if (value == null) {
            return mix(hash, 1);
        }
        // The hash of String is the same for Aa and BB.
        String text = value instanceof String plain ? plain : ((Cell) value).text();
        long mixed = mix(hash, value instanceof String ? 5 : 6);
        for (int i = 0; i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * PRIME;
        }
        return mix(mixed, text.length());
    }

    private static long mix(long hash, long value) {
        return ((hash ^ value) * PRIME) ^ hash >>> 29;
    }

    private static final class Rows extends AbstractList<List<Cell>> implements RandomAccess {
        private final CellStore cells;
        private final ReadMode mode;

        Rows(CellStore cells, ReadMode mode) {
            this.cells = cells;
            this.mode = mode;
        }

        @Override
        public List<Cell> get(int index) {
            return new Row(cells, mode, Objects.checkIndex(index, size()));
        }

        @Override
        public int size() {
            return cells.rowCount;
        }
    }

    private static final class Row extends AbstractList<Cell> implements RandomAccess {
        private final CellStore cells;
        private final ReadMode mode;
        private final int row;

        Row(CellStore cells, ReadMode mode, int row) {
            this.cells = cells;
            this.mode = mode;
            this.row = row;
        }

        @Override
        public Cell get(int index) {
            return cells.cell(row, Objects.checkIndex(index, size()), mode);
        }

        @Override
        public int size() {
            return cells.columnCount;
        }
    }
}
