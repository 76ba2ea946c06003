// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.internal.TabImage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds for each row and column of a tab which one it was in an earlier state. The content decides: all cells but those that
 * were written in between move along when people sort rows, or insert, move and delete rows and columns.
 */
final class TabShift {
    // A row that comes in has empty cells where the others have checkboxes that are not set.
    private static final String UNSET = "FALSE";

    private final int[] rows;
    private final int[] columns;

    private TabShift(int[] rows, int[] columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Compares two states. Either rows or columns have moved, or the headers and marks show how the columns did: the reading by
     * which fewer cells changed is taken.
     *
     * @param written the cells of the later state that were written in between
     */
    static TabShift between(TabImage before, GridMap old, TabImage after, GridMap now, Set<Place> written) {
        States states = new States(before, old, after, written);
        TabShift none = new TabShift(counted(states.height), counted(states.width));
        if (states.changes(none) == 0) {
            return none;
        }
        int[] marks = marks(before, after, states.width);
        int[] headers = headers(old, now, marks);
        int[] keys = keys(old, now, states);
        TabShift byHeader = states.matched(LineMatch.filled(headers), headers, keys);
        TabShift byRows = states.matchedColumnsFirst(marks, keys);
        return states.changes(byRows) < states.changes(byHeader) ? byRows : byHeader;
    }

    /** Returns the row that this one was. */
    int rowBefore(int row) {
        return row < rows.length ? rows[row] : row;
    }

    /** Returns the column that this one was. */
    int columnBefore(int column) {
        return column < columns.length ? columns[column] : column;
    }

    /** Returns where a cell of the earlier state is now. */
    Place after(Place place) {
        return new Place(after(rows, place.row()), after(columns, place.column()));
    }

    private static int after(int[] lines, int before) {
        for (int line = 0; line < lines.length; line++) {
            if (lines[line] == before) {
                return line;
            }
        }
        return before;
    }

    /** Returns the text by which rows are compared: none for a checkbox that is not set. */
    static String content(String text) {
        return UNSET.equals(text) ? "" : text;
    }

    /** Whether each row and column is where it was. */
    boolean isNone() {
        return Arrays.equals(rows, counted(rows.length)) && Arrays.equals(columns, counted(columns.length));
    }

    private static int[] counted(int size) {
        int[] lines = new int[size];
        Arrays.setAll(lines, line -> line);
        return lines;
    }

    /** Returns for each column the one it was by its mark; -1 if it is unknown. */
    private static int[] marks(TabImage before, TabImage after, int width) {
        Map<String, Integer> was = places(before);
        int[] columns = new int[width];
        Arrays.fill(columns, -1);
        places(after).forEach((name, column) -> {
            int from = was.getOrDefault(name, -1);
            if (from >= 0 && column >= 0 && column < width && from < width) {
                columns[column] = from;
            }
        });
        return columns;
    }

    private static Map<String, Integer> places(TabImage image) {
        Map<String, Integer> places = new HashMap<>();
        image.pins().forEach((column, names) -> names.forEach(name -> places.merge(name, column, (one, two) -> -1)));
        return places;
    }

    private static int[] headers(GridMap old, GridMap now, int[] marks) {
        int[] columns = marks.clone();
        BitSet taken = new BitSet();
        Arrays.stream(marks).filter(from -> from >= 0).forEach(taken::set);
        now.columns().forEach((name, column) -> {
            int from = old.columns().getOrDefault(name, -1);
            boolean fits = column < columns.length && from >= 0 && from < columns.length;
            if (fits && columns[column] < 0 && !taken.get(from)) {
                columns[column] = from;
                taken.set(from);
            }
        });
        return columns;
    }

    /** Returns for each row the one that had its key; -1 if it is unknown. */
    private static int[] keys(GridMap old, GridMap now, States states) {
        int[] rows = new int[states.height];
        Arrays.fill(rows, -1);
        now.rows().forEach((key, row) -> {
            boolean known = row < rows.length && states.isKnown(row, now.keyColumn());
            int from = old.rows().getOrDefault(key, -1);
            if (known && from < rows.length) {
                rows[row] = from;
            }
        });
        return rows;
    }

    /**
     * Names a cell.
     *
     * @param row the row, 0 for the first
     * @param column the column, 0 for the first
     */
    record Place(int row, int column) {}

    /** Holds the texts of both states, padded to the same size. A cell of which nothing is known is null. */
    private static final class States {
        final int height;
        final int width;
        private final String[][] before;
        private final String[][] after;
        private final BitSet computed = new BitSet();

        @SuppressWarnings("NullAway") // null marks a cell of which nothing is known
        States(TabImage from, GridMap old, TabImage to, Set<Place> written) {
            int rows = Math.max(from.values().rowCount(), to.values().rowCount());
            int columns = Math.max(from.values().columnCount(), to.values().columnCount());
            for (Place place : written) {
                rows = Math.max(rows, place.row() + 1);
                columns = Math.max(columns, place.column() + 1);
            }
            height = rows;
            width = columns;
            before = texts(from);
            after = texts(to);
            written.forEach(place -> after[place.row()][place.column()] = null);
            from.formulas().stream().skip(old.firstRow()).forEach(computed::or);
            for (int row = old.firstRow(); row < height; row++) {
                for (int column = 0; column < width; column++) {
                    before[row][column] = computed.get(column) ? null : before[row][column];
                }
            }
        }

        private String[][] texts(TabImage image) {
            String[][] texts = new String[height][width];
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    texts[row][column] = content(image.values().text(row, column));
                }
            }
            return texts;
        }

        /** Whether a cell of the later state was not written; without a column, whether none of its row was. */
        boolean isKnown(int row, int column) {
            return column >= 0 ? after[row][column] != null : LineMatch.isWhole(after[row]);
        }

        TabShift matched(int[] byColumn, int[] known, int[] hints) {
            int[] rowsFrom = LineMatch.of(before, after, byColumn, computed, none(height), hints);
            return new TabShift(rowsFrom, columns(rowsFrom, known));
        }

        TabShift matchedColumnsFirst(int[] known, int[] hints) {
            int[] columnsFrom = columns(counted(height), known);
            int[] rowsFrom = LineMatch.of(before, after, columnsFrom, computed, none(height), hints);
            return new TabShift(rowsFrom, columnsFrom);
        }

        private int[] columns(int[] rowsFrom, int[] known) {
            return LineMatch.of(
                    turned(before, width), turned(after, width), rowsFrom, new BitSet(), known, none(width));
        }

        private static int[] none(int size) {
            int[] lines = new int[size];
            Arrays.fill(lines, -1);
            return lines;
        }

        private static String[][] turned(String[][] texts, int width) {
            String[][] turned = new String[width][texts.length];
            for (int row = 0; row < texts.length; row++) {
                for (int column = 0; column < width; column++) {
                    turned[column][row] = texts[row][column];
                }
            }
            return turned;
        }

        /** Counts the cells that have changed, if rows and columns moved like this. */
        int changes(TabShift shift) {
            int changes = 0;
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    String is = after[row][column];
                    String was = before[shift.rows[row]][shift.columns[column]];
                    changes += is == null || was == null || is.equals(was) ? 0 : 1;
                }
            }
            return changes;
        }
    }
}
