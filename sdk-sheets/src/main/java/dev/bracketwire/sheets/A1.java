// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.internal.CellValues;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses cells in A1 notation, such as {@code Players!A2:C}: cells of a tab, a whole tab, or a named range.
 *
 * <pre>{@code
 * A1.parse("Players!A2:C");       // cells of a tab
 * A1.parse("'It''s on'!C2");      // a title with blanks or marks is quoted, as the sheet itself writes it
 * A1.parse("'A1'");               // the whole tab titled A1
 * A1.parse("roster");             // a named range, or else the tab of that title
 * A1.parse("B2:C9");              // cells of the first visible tab
 * A1.of("Players", "A2:C");       // a title as it is, without quotes
 * }</pre>
 *
 * <p>A title that reads like a cell, such as {@code Cup2026}, is a cell unless it is quoted.
 *
 * @param tab the title of the tab; null for the first visible one, or if there is a name
 * @param name a named range, or the title of a tab if no range has that name; null if the cells are given
 * @param cells the cells; all of them if there is a name
 */
public record A1(@Nullable String tab, @Nullable String name, CellBounds cells) implements CellAddress {
    private static final int LONGEST_NAME = 250;

    /** Checks that the parts fit. */
    public A1 {
        if (tab != null && tab.isEmpty()) {
            throw new IllegalArgumentException("the title of a tab is not empty");
        }
        if (tab != null && !CellValues.isSendable(tab)) {
            throw new IllegalArgumentException("the title of a tab holds a NUL or half of a surrogate pair");
        }
        if (name != null) {
            if (tab != null || !cells.equals(CellBounds.ALL)) {
                throw new IllegalArgumentException("the named range " + name + " has its own tab and cells");
            }
            CellBounds bounds = CellBounds.scan(name, 0, name.length());
            if (!isName(name) || (bounds != null && bounds.isCell())) {
                throw new IllegalArgumentException(
                        "\"" + shown(name)
                                + "\" is no name of a range: letters, digits and _, no digit first, no cell; a tab is A1.tab(title)");
            }
        }
    }

    /**
     * Parses A1 notation. The last {@code !} outside of quotes ends the title of the tab.
     *
     * @throws IllegalArgumentException if the text is no address, with the reason
     */
    public static A1 parse(String text) {
        String address = text.strip();
        int length = address.length();
        if (length > 0 && address.charAt(0) == '\'') {
            int end = quoteEnd(address);
            String title = address.substring(1, end - 1).replace("''", "'");
            if (end == length) {
                return tab(title);
            }
            if (address.charAt(end) != '!') {
                throw new IllegalArgumentException("\"" + shown(address)
                        + "\" goes on after the quoted title; a quote within a title is written twice: 'It''s'!A1");
            }
            return new A1(title, null, cells(address, end + 1));
        }
        int mark = address.lastIndexOf('!');
        if (mark >= 0) {
            return new A1(address.substring(0, mark), null, cells(address, mark + 1));
        }
        CellBounds bounds = CellBounds.scan(address, 0, length);
        boolean ranges = address.indexOf(':') >= 0;
        if (bounds != null && (ranges || bounds.isCell())) {
            return new A1(null, null, bounds);
        }
        if (length == 0 || ranges || address.indexOf('[') >= 0) {
            throw new IllegalArgumentException(CellBounds.problem(address)
                    + (ranges ? "; if it is the title of a tab, quote it: '" + shown(address) + "'" : ""));
        }
        // Named ranges have neither blanks nor marks, so that a text with them can only be a title.
        return isName(address) ? name(address) : tab(address);
    }

    /** Parses A1 notation; empty if the text is no address. */
    public static Optional<A1> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns cells of a tab.
     *
     * @param tab the title as it is, without quotes
     * @param cells A1 notation without a tab, such as {@code A2:C}
     */
    public static A1 of(String tab, String cells) {
        return new A1(tab, null, CellBounds.parse(cells));
    }

    /** Returns cells of a tab, whose title is given as it is, without quotes. */
    public static A1 of(String tab, CellBounds cells) {
        return new A1(tab, null, cells);
    }

    /** Returns all cells of a tab, whose title is given as it is, without quotes. */
    public static A1 tab(String title) {
        return new A1(title, null, CellBounds.ALL);
    }

    /** Returns a named range. */
    public static A1 name(String name) {
        return new A1(null, name, CellBounds.ALL);
    }

    /** Returns the same cells of another tab. */
    public A1 in(String title) {
        return new A1(title, null, ownCells());
    }

    /**
     * Returns one cell.
     *
     * @param row counted from the first row of this range, 0 first
     * @param column counted from its first column, 0 first
     * @throws IllegalArgumentException if the cell lies outside of this range
     * @throws IllegalStateException for a named range, whose place only a read finds
     */
    public A1 cell(int row, int column) {
        CellBounds own = ownCells();
        CellBounds cell = row < 0 || column < 0
                ? null
                : own.intersection(CellBounds.cell(own.startRow() + row, own.startColumn() + column))
                        .orElse(null);
        if (cell == null) {
            throw new IllegalArgumentException(this + " has no cell at row " + row + ", column " + column);
        }
        return new A1(tab, null, cell);
    }

    /** Whether all cells of the other lie in this one. Addresses with and without a tab, or by name, are not compared. */
    public boolean contains(A1 other) {
        return isComparable(other) && cells.contains(other.cells);
    }

    /** Whether the two have a cell in common. Addresses with and without a tab, or by name, are not compared. */
    public boolean overlaps(A1 other) {
        return isComparable(other) && cells.overlaps(other.cells);
    }

    private boolean isComparable(A1 other) {
        return Objects.equals(tab, other.tab) && Objects.equals(name, other.name);
    }

    /** Whether it is one cell. */
    public boolean isCell() {
        return cells.isCell();
    }

    /**
     * Returns the same cells by the number of their tab.
     *
     * @throws IllegalStateException for a named range
     */
    public GridRange toGridRange(int sheetId) {
        return new GridRange(sheetId, ownCells());
    }

    private CellBounds ownCells() {
        if (name != null) {
            throw new IllegalStateException(
                    "the cells of the named range " + name + " are known after a read: CellGrid.range() holds them");
        }
        return cells;
    }

    /** Returns the form that Google takes: {@code 'Players'!A2:C}, with the title always quoted. */
    @Override
    public String toString() {
        if (name != null) {
            return name;
        }
        if (tab == null) {
            return cells.toString();
        }
        String title = "'" + (tab.indexOf('\'') < 0 ? tab : tab.replace("'", "''")) + "'";
        return cells.equals(CellBounds.ALL) ? title : title + "!" + cells;
    }

    private static CellBounds cells(String address, int from) {
        CellBounds bounds = CellBounds.scan(address, from, address.length());
        if (bounds == null) {
            throw new IllegalArgumentException(CellBounds.problem(address.substring(from)) + ", in \"" + shown(address)
                    + "\"; a named range stands alone, without a tab");
        }
        return bounds;
    }

    /** Returns the index after the quote that ends a quoted title. */
    private static int quoteEnd(String address) {
        int at = 1;
        while (at < address.length()) {
            if (address.charAt(at) == '\'') {
                if (at + 1 == address.length() || address.charAt(at + 1) != '\'') {
                    return at + 1;
                }
                at++;
            }
            at++;
        }
        throw new IllegalArgumentException("\"" + shown(address) + "\" has no quote at the end of the title");
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && !Character.isDigit(text.codePointAt(0))
                && text.codePoints().allMatch(point -> point == '_' || Character.isLetterOrDigit(point));
    }

    private static String shown(String text) {
        return CellValues.shown(text);
    }
}
