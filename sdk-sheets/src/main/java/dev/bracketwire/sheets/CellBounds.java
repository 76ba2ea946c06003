// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a rectangle of cells. Indexes start at 0 and ends are exclusive, as in Google's GridRange; an end without bound is
 * {@link #UNBOUNDED}. Prints as A1 notation without a tab, such as {@code A2:C}.
 *
 * <p>An end at the limit of a spreadsheet (column ZZZ, row 10,000,000) becomes {@link #UNBOUNDED}, unless it
 * bounds the last column or row alone. So there is one value for each set of cells.
 *
 * @param startRow the first row
 * @param endRow the row after the last one
 * @param startColumn the first column
 * @param endColumn the column after the last one
 */
public record CellBounds(int startRow, int endRow, int startColumn, int endColumn) {
    /** Stands for an end without bound. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** All cells of a tab. */
    public static final CellBounds ALL = new CellBounds(0, UNBOUNDED, 0, UNBOUNDED);

    private static final int MOST_ROWS = 10_000_000;
    private static final int MOST_COLUMNS = 18_278;
    private static final int ROW_DIGITS = 8;
    private static final int COLUMN_LETTERS = 3;
    private static final int ALPHABET = 26;
    private static final int CASE = 0x20;
    private static final long NONE = -1;

    // Filled on demand. Two threads may both make the letters of a column, which are equal.
    private static final @Nullable String[] LETTERS = new String[MOST_COLUMNS];

    /** Checks the bounds. */
    public CellBounds {
        endRow = end(startRow, endRow, MOST_ROWS, "row");
        endColumn = end(startColumn, endColumn, MOST_COLUMNS, "column");
    }

    private static int end(int start, int end, int most, String axis) {
        if (start < 0 || start >= most) {
            throw new IllegalArgumentException(axis + "s start at 0 and end at " + (most - 1) + ", not at " + start);
        }
        if (end <= start) {
            throw new IllegalArgumentException(
                    "the end of the " + axis + "s is " + end + " and must lie after their start, " + start);
        }
        if (end != UNBOUNDED && end > most) {
            throw new IllegalArgumentException("the end of the " + axis + "s is " + end + " and can be " + most
                    + " at most; CellBounds.UNBOUNDED stands for no bound");
        }
        if (end >= most) {
            return start == most - 1 ? most : UNBOUNDED;
        }
        return end;
    }

    /**
     * Parses A1 notation without a tab: {@code A1}, {@code A1:B2}, {@code A:B}, {@code 1:2}, {@code A5:A}, {@code A5:B},
     * {@code B2:3}, a column or a row alone, with {@code $} and in lower case too, or absolute R1C1 notation. Corners that are
     * given in another order are put in order.
     *
     * @throws IllegalArgumentException if the text is no range, with the reason
     */
    public static CellBounds parse(String text) {
        CellBounds bounds = scan(text, 0, text.length());
        if (bounds == null) {
            throw new IllegalArgumentException(problem(text));
        }
        return bounds;
    }

    /** Parses A1 notation without a tab; empty if the text is no range. */
    public static Optional<CellBounds> tryParse(String text) {
        return Optional.ofNullable(scan(text, 0, text.length()));
    }

    /** Returns the bounds of one cell. */
    public static CellBounds cell(int row, int column) {
        return new CellBounds(row, row + 1, column, column + 1);
    }

    /** Returns the bounds of whole rows; the end is exclusive. */
    public static CellBounds rows(int start, int end) {
        return new CellBounds(start, end, 0, UNBOUNDED);
    }

    /** Returns the bounds of whole columns; the end is exclusive. */
    public static CellBounds columns(int start, int end) {
        return new CellBounds(0, UNBOUNDED, start, end);
    }

    /** Whether it is one cell. */
    public boolean isCell() {
        return endRow - startRow == 1 && endColumn - startColumn == 1;
    }

    /** Returns the number of rows; empty if they have no bound. */
    public OptionalInt rowCount() {
        return endRow == UNBOUNDED ? OptionalInt.empty() : OptionalInt.of(endRow - startRow);
    }

    /** Returns the number of columns; empty if they have no bound. */
    public OptionalInt columnCount() {
        return endColumn == UNBOUNDED ? OptionalInt.empty() : OptionalInt.of(endColumn - startColumn);
    }

    /** Whether all cells of the other lie in this one. */
    public boolean contains(CellBounds other) {
        return startRow <= other.startRow
                && endRow >= other.endRow
                && startColumn <= other.startColumn
                && endColumn >= other.endColumn;
    }

    /** Whether the two have a cell in common. */
    public boolean overlaps(CellBounds other) {
        return startRow < other.endRow
                && other.startRow < endRow
                && startColumn < other.endColumn
                && other.startColumn < endColumn;
    }

    /** Returns the cells that both have; empty if there are none. */
    public Optional<CellBounds> intersection(CellBounds other) {
        return overlaps(other)
                ? Optional.of(new CellBounds(
                        Math.max(startRow, other.startRow),
                        Math.min(endRow, other.endRow),
                        Math.max(startColumn, other.startColumn),
                        Math.min(endColumn, other.endColumn)))
                : Optional.empty();
    }

    /** Returns the cells that lie in a grid of this size; empty if there are none. */
    public Optional<CellBounds> clip(int rowCount, int columnCount) {
        return startRow < rowCount && startColumn < columnCount
                ? Optional.of(new CellBounds(
                        startRow, Math.min(endRow, rowCount), startColumn, Math.min(endColumn, columnCount)))
                : Optional.empty();
    }

    /**
     * Returns the bounds moved down and to the right, or up and to the left by negative numbers. An end without bound stays.
     *
     * @throws IllegalArgumentException if they would lie outside of any spreadsheet
     */
    public CellBounds shift(int rows, int columns) {
        return new CellBounds(
                Math.addExact(startRow, rows),
                endRow == UNBOUNDED ? UNBOUNDED : Math.addExact(endRow, rows),
                Math.addExact(startColumn, columns),
                endColumn == UNBOUNDED ? UNBOUNDED : Math.addExact(endColumn, columns));
    }

    /** Returns the letters of a column: A for 0. */
    public static String columnLetters(int index) {
        if (index < 0 || index >= MOST_COLUMNS) {
            throw new IllegalArgumentException("columns go from 0 to " + (MOST_COLUMNS - 1) + ", not to " + index);
        }
        String letters = LETTERS[index];
        if (letters == null) {
            int left = index;
            StringBuilder reversed = new StringBuilder(COLUMN_LETTERS);
            do {
                reversed.append((char) ('A' + left % ALPHABET));
                left = left / ALPHABET - 1;
            } while (left >= 0);
            letters = reversed.reverse().toString();
            LETTERS[index] = letters;
        }
        return letters;
    }

    /**
     * Returns the index of a column: 0 for A.
     *
     * @throws IllegalArgumentException if the text is not one to three letters
     */
    public static int columnIndex(String letters) {
        long corner = corner(letters, 0, letters.length());
        if (corner == NONE || row(corner) >= 0 || letters.indexOf('$') >= 0) {
            throw new IllegalArgumentException("a column is one to three letters from A to ZZZ, not " + letters);
        }
        return column(corner);
    }

    /** Returns A1 notation without a tab. */
    @Override
    public String toString() {
        String first = columnLetters(startColumn);
        int row = startRow + 1;
        if (endRow == UNBOUNDED) {
            String last = columnLetters(Math.min(endColumn, MOST_COLUMNS) - 1);
            return startRow == 0 ? first + ":" + last : first + row + ":" + last;
        }
        if (endColumn == UNBOUNDED) {
            return startColumn == 0 ? row + ":" + endRow : first + row + ":" + endRow;
        }
        return isCell() ? first + row : first + row + ":" + columnLetters(endColumn - 1) + endRow;
    }

    /** Returns the bounds that a part of a text spells, or null. */
    static @Nullable CellBounds scan(String text, int from, int to) {
        int colon = from;
        while (colon < to && text.charAt(colon) != ':') {
            colon++;
        }
        long first = corner(text, from, colon);
        if (first == NONE) {
            return null;
        }
        int row = row(first);
        int column = column(first);
        if (colon == to) {
            return new CellBounds(
                    Math.max(row, 0),
                    row < 0 ? UNBOUNDED : row + 1,
                    Math.max(column, 0),
                    column < 0 ? UNBOUNDED : column + 1);
        }
        long second = corner(text, colon + 1, to);
        if (second == NONE) {
            return null;
        }
        int otherRow = row(second);
        int otherColumn = column(second);
        if (Math.max(row, otherRow) >= 0 && Math.max(column, otherColumn) >= 0) {
            // A:1 could mean anything.
            boolean crossed = (row < 0 && otherColumn < 0) || (column < 0 && otherRow < 0);
            if (crossed) {
                return null;
            }
        }
        return new CellBounds(
                start(row, otherRow), stop(row, otherRow), start(column, otherColumn), stop(column, otherColumn));
    }

    private static int start(int one, int other) {
        return one < 0 || other < 0 ? Math.max(0, Math.max(one, other)) : Math.min(one, other);
    }

    private static int stop(int one, int other) {
        return one < 0 || other < 0 ? UNBOUNDED : Math.max(one, other) + 1;
    }

    private static int row(long corner) {
        return (int) (corner >>> Integer.SIZE) - 1;
    }

    private static int column(long corner) {
        return (int) corner - 1;
    }

    /** Reads a corner: its row from 1 in the upper half and its column from 1 in the lower, each 0 if absent; or NONE. */
    private static long corner(String text, int from, int to) {
        int at = from;
        if (at < to && text.charAt(at) == '$') {
            at++;
        }
        int column = 0;
        int letters = at;
        while (at < to && at - letters < COLUMN_LETTERS && isLetter(text.charAt(at))) {
            column = column * ALPHABET + (text.charAt(at) & ~CASE) - 'A' + 1;
            at++;
        }
        if (column > 0 && at < to && text.charAt(at) == '$') {
            at++;
            if (at == to) {
                return NONE;
            }
        }
        long row = at < to ? number(text, at, to, MOST_ROWS) : 0;
        if (row < 0) {
            return absolute(text, from, to);
        }
        return row == 0 && column == 0 ? NONE : row << Integer.SIZE | column;
    }

    private static long absolute(String text, int from, int to) {
        if (to - from < 4 || (text.charAt(from) & ~CASE) != 'R') {
            return NONE;
        }
        int mark = from + 1;
        while (mark < to && (text.charAt(mark) & ~CASE) != 'C') {
            mark++;
        }
        long row = number(text, from + 1, mark, MOST_ROWS);
        long column = number(text, mark + 1, to, MOST_COLUMNS);
        return row < 0 || column < 0 ? NONE : row << Integer.SIZE | column;
    }

    /** Returns the number that a part of a text spells without zeros in front, or NONE. */
    private static long number(String text, int from, int to, int most) {
        if (from >= to || to - from > ROW_DIGITS || text.charAt(from) == '0') {
            return NONE;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number * 10 + digit;
        }
        return number > most ? NONE : number;
    }

    private static boolean isLetter(char character) {
        int upper = character & ~CASE;
        return upper >= 'A' && upper <= 'Z';
    }

    /** Returns why a text is no range. */
    static String problem(String text) {
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return text.indexOf('[') >= 0
                ? "\"" + shown + "\" is relative; only absolute R1C1 notation names cells, such as R2C3:R9C4"
                : "\"" + shown
                        + "\" is no range of cells; write A1, A1:B2, A:B, 1:2, A5:A, A5:B or B2:3, with columns up to "
                        + "ZZZ and rows up to 10,000,000";
    }
}
