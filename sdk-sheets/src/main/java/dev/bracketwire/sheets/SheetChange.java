// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.services.sheets.v4.model.Request;
import dev.bracketwire.sheets.SheetTab.TableColumn;
import dev.bracketwire.sheets.internal.CellRequests;
import dev.bracketwire.sheets.internal.ChangeTargets;
import dev.bracketwire.sheets.internal.ModelJson;
import dev.bracketwire.sheets.internal.StructureRequests;
import dev.bracketwire.sheets.internal.StructureRequests.Dimension;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Changes the structure of a spreadsheet; see {@link Spreadsheet#change}. Prints as a sentence, such as
 * {@code adds the tab Lobby A with 100 rows and 12 columns}. Immutable; it can be sent to several spreadsheets.
 *
 * <pre>{@code
 * cup.change(
 *         SheetChange.addTab("Lobby A", 100, 4),
 *         SheetChange.cells(A1.parse("'Lobby A'!A1"), List.of(List.of("Player", "Riot ID", "Seed", "Checked in"))),
 *         SheetChange.freezeRows("Lobby A", 1),
 *         SheetChange.checkboxes(A1.parse("'Lobby A'!D2:D")))
 *         .get();
 * }</pre>
 *
 * <p>Tabs are named by their title, names and tables by their name; they are looked up when the change is sent. Rows and
 * columns are counted from 0. Everything that a change does not name stays, formats too.
 */
public final class SheetChange {
    private static final int MOST_CHARACTERS = 100;

    private final String sentence;
    private final Function<ChangeTargets, ? extends List<?>> requests;

    private SheetChange(String sentence, Function<ChangeTargets, ? extends List<?>> requests) {
        this.sentence = sentence;
        this.requests = requests;
    }

    private static SheetChange one(String sentence, Function<ChangeTargets, Request> request) {
        return new SheetChange(sentence, targets -> List.of(request.apply(targets)));
    }

    List<?> requests(ChangeTargets targets) {
        return requests.apply(targets);
    }

    /** Adds an empty tab after the others. */
    public static SheetChange addTab(String title, int rows, int columns) {
        if (title.isBlank() || title.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a title has 1 to 100 characters, not " + title.length());
        }
        positive(rows, "rows");
        positive(columns, "columns");
        return one(
                "adds the tab " + title + " with " + count(rows, "row") + " and " + count(columns, "column"),
                targets -> StructureRequests.addTab(targets, title, rows, columns));
    }

    /** Deletes a tab and all its cells. */
    public static SheetChange deleteTab(String tab) {
        return one("deletes the tab " + tab, targets -> StructureRequests.deleteTab(targets, tab));
    }

    /** Gives a tab another title. Formulas and names follow. */
    public static SheetChange renameTab(String tab, String title) {
        Objects.requireNonNull(title, "title");
        return one(
                "renames the tab " + tab + " to " + title, targets -> StructureRequests.renameTab(targets, tab, title));
    }

    /** Hides a tab. Programs still see it. */
    public static SheetChange hide(String tab) {
        return one("hides the tab " + tab, targets -> StructureRequests.hide(targets, tab, true));
    }

    /** Shows a hidden tab. */
    public static SheetChange show(String tab) {
        return one("shows the tab " + tab, targets -> StructureRequests.hide(targets, tab, false));
    }

    /** Keeps the first rows of a tab in view, or none for 0. */
    public static SheetChange freezeRows(String tab, int count) {
        notNegative(count, "count");
        return one(
                count == 0 ? "unfreezes the rows of " + tab : "freezes the first " + count(count, "row") + " of " + tab,
                targets -> StructureRequests.freezeRows(targets, tab, count));
    }

    /** Adds empty rows at the end of a tab. */
    public static SheetChange growRows(String tab, int count) {
        return grow(tab, Dimension.ROWS, count, "row");
    }

    /** Adds empty columns at the end of a tab. */
    public static SheetChange growColumns(String tab, int count) {
        return grow(tab, Dimension.COLUMNS, count, "column");
    }

    private static SheetChange grow(String tab, Dimension dimension, int count, String noun) {
        positive(count, "count");
        return one(
                "adds " + count(count, noun) + " at the end of " + tab,
                targets -> StructureRequests.grow(targets, tab, dimension, count));
    }

    /** Inserts empty rows in front of a row, which gives them its format. */
    public static SheetChange insertRows(String tab, int at, int count) {
        return insert(tab, Dimension.ROWS, at, count);
    }

    /** Inserts empty columns in front of a column, which gives them its format. */
    public static SheetChange insertColumns(String tab, int at, int count) {
        return insert(tab, Dimension.COLUMNS, at, count);
    }

    private static SheetChange insert(String tab, Dimension dimension, int at, int count) {
        return one(
                "inserts " + lines(dimension, at, count) + " in " + tab,
                targets -> StructureRequests.insert(targets, tab, dimension, at, count));
    }

    /** Deletes rows with their cells. */
    public static SheetChange deleteRows(String tab, int at, int count) {
        return delete(tab, Dimension.ROWS, at, count);
    }

    /** Deletes columns with their cells and metadata. */
    public static SheetChange deleteColumns(String tab, int at, int count) {
        return delete(tab, Dimension.COLUMNS, at, count);
    }

    private static SheetChange delete(String tab, Dimension dimension, int at, int count) {
        return one(
                "deletes " + lines(dimension, at, count) + " of " + tab,
                targets -> StructureRequests.delete(targets, tab, dimension, at, count));
    }

    /**
     * Moves columns with their metadata.
     *
     * @param before the column that they stand in front of afterwards, counted as it is before the move
     */
    public static SheetChange moveColumns(String tab, int from, int count, int before) {
        notNegative(before, "before");
        return one(
                "moves " + lines(Dimension.COLUMNS, from, count) + " of " + tab + " in front of column "
                        + CellBounds.columnLetters(before),
                targets -> StructureRequests.moveColumns(targets, tab, from, count, before));
    }

    /** Formats cells. */
    public static SheetChange format(A1 range, CellFormat format) {
        if (format.equals(CellFormat.none())) {
            throw new IllegalArgumentException("the format of " + range + " sets nothing");
        }
        return one("formats " + range, targets -> CellRequests.format(targets, range, format));
    }

    /** Makes cells checkboxes. Empty cells then count as not checked, and read as FALSE. */
    public static SheetChange checkboxes(A1 range) {
        return one("makes " + range + " checkboxes", targets -> StructureRequests.checkboxes(targets, range));
    }

    /**
     * Makes cells drop-downs.
     *
     * @param options the values to choose from
     * @param strict whether other values are refused when people type them; programs can write any value
     * @throws IllegalArgumentException if there is no option, or one begins with = or +, which Google takes for a formula
     */
    public static SheetChange dropDown(A1 range, List<String> options, boolean strict) {
        List<String> values = List.copyOf(options);
        for (String value : values) {
            if (value.startsWith("=") || value.startsWith("+")) {
                throw new IllegalArgumentException("Google takes the option " + value + " for a formula");
            }
        }
        positive(values.size(), "options");
        return one(
                "makes " + range + " drop-downs of " + String.join(", ", values),
                targets -> StructureRequests.dropDown(targets, range, values, strict));
    }

    /** Takes checkboxes, drop-downs and other rules off cells. Their values stay. */
    public static SheetChange clearValidation(A1 range) {
        return one("takes the rules off " + range, targets -> StructureRequests.validation(targets, range, null));
    }

    /** Protects cells from everybody but this account and the owner. */
    public static SheetChange protect(A1 range, String description) {
        Objects.requireNonNull(description, "description");
        return one("protects " + range, targets -> StructureRequests.protect(targets, range, description));
    }

    /** Removes the protections of exactly these cells. */
    public static SheetChange unprotect(A1 range) {
        return new SheetChange("unprotects " + range, targets -> StructureRequests.unprotect(targets, range));
    }

    /** Gives cells a name, or gives that name to these cells. */
    public static SheetChange nameRange(String name, A1 range) {
        A1.name(name);
        return one("names " + range + " " + name, targets -> StructureRequests.nameRange(targets, name, range));
    }

    /** Removes the name of a range. Its cells stay. */
    public static SheetChange removeName(String name) {
        return one("removes the name " + name, targets -> StructureRequests.removeName(targets, name));
    }

    /** Makes a table of Google Sheets of cells, whose first row is the header. */
    public static SheetChange addTable(String name, A1 range, List<TableColumn> columns) {
        List<TableColumn> copy = List.copyOf(columns);
        return one(
                "makes " + range + " the table " + name,
                targets -> StructureRequests.addTable(targets, name, range, copy));
    }

    /** Deletes a table of Google Sheets. */
    public static SheetChange deleteTable(String name) {
        return one("deletes the table " + name, targets -> StructureRequests.deleteTable(targets, name));
    }

    /** Merges cells into one, which keeps the value of the first. */
    public static SheetChange merge(A1 range) {
        return one("merges " + range, targets -> StructureRequests.merge(targets, range));
    }

    /** Divides merged cells. */
    public static SheetChange unmerge(A1 range) {
        return one("unmerges " + range, targets -> StructureRequests.unmerge(targets, range));
    }

    /**
     * Sorts rows. Leave a header out of the range.
     *
     * @param column the column to sort by, counted from the first of the range
     */
    public static SheetChange sort(A1 range, int column, boolean ascending) {
        notNegative(column, "column");
        return one(
                "sorts " + range + " by its column " + (column + 1) + (ascending ? ", ascending" : ", descending"),
                targets -> StructureRequests.sort(targets, range, column, ascending));
    }

    /** Adds metadata to the spreadsheet. */
    public static SheetChange addMetadata(String key, String value) {
        return one(
                "adds the metadata " + key + " to the spreadsheet",
                targets -> StructureRequests.addMetadata(targets, key, value, null));
    }

    /**
     * Adds metadata to a place, which carries it along when people move it. It is visible to all programs.
     *
     * @param place a tab, or one whole row or column, such as {@code Players!C:C}
     */
    public static SheetChange addMetadata(String key, String value, A1 place) {
        StructureRequests.kind(place);
        return one(
                "adds the metadata " + key + " to " + place,
                targets -> StructureRequests.addMetadata(targets, key, value, place));
    }

    /** Sets the value of all metadata that a lookup finds. */
    public static SheetChange updateMetadata(MetadataLookup lookup, String value) {
        Objects.requireNonNull(value, "value");
        return one("sets the metadata " + lookup.key(), targets -> StructureRequests.updateMetadata(lookup, value));
    }

    /** Deletes all metadata that a lookup finds. */
    public static SheetChange deleteMetadata(MetadataLookup lookup) {
        return one("deletes the metadata " + lookup.key(), targets -> StructureRequests.deleteMetadata(lookup));
    }

    /**
     * Sets cells, from the first of the range on, together with the other changes; see {@link Cell#of} for the values. A
     * {@link Cell#link} becomes text with a link, without a formula. Cells that hold a formula are replaced.
     */
    public static SheetChange cells(A1 range, List<? extends List<?>> rows) {
        List<List<Cell>> cells = RangeWrite.rows(range, rows).rows();
        CellBounds bounds = range.cells();
        int width = cells.stream().mapToInt(List::size).max().orElse(0);
        if (!bounds.isCell()
                && (cells.size() > bounds.rowCount().orElse(Integer.MAX_VALUE)
                        || width > bounds.columnCount().orElse(Integer.MAX_VALUE))) {
            throw new IllegalArgumentException("the cells do not fit into " + range);
        }
        return new SheetChange(
                "sets " + count(cells.size(), "row") + " from " + range + " on",
                targets -> CellRequests.cells(targets, range, cells));
    }

    /**
     * Adds rows below the last row of a tab that holds anything, together with the other changes. Checkboxes count: for rows
     * that were prepared for people to sign up in, use {@link #cells}.
     */
    public static SheetChange appendRows(String tab, List<? extends List<?>> rows) {
        List<List<Cell>> cells = RangeWrite.rows(A1.tab(tab), rows).rows();
        return one(
                "adds " + count(cells.size(), "row") + " below the last of " + tab,
                targets -> CellRequests.append(targets, tab, cells));
    }

    /**
     * Sends a request of Google's {@code spreadsheets.batchUpdate} that has no method here, such as
     * {@code Map.of("sortRange", Map.of(...))}. It is sent as it is.
     *
     * @param request one field, the kind of the request, as in Google's reference of {@code Request}
     */
    public static SheetChange request(Map<String, ?> request) {
        JsonNode json = ModelJson.tree(request);
        if (json.size() != 1) {
            throw new IllegalArgumentException("a request has one field, its kind, and not " + json.size());
        }
        return new SheetChange("sends the request " + json.fieldNames().next(), targets -> List.of(json));
    }

    /** Returns the change as a sentence. */
    @Override
    public String toString() {
        return sentence;
    }

    private static String lines(Dimension dimension, int at, int count) {
        notNegative(at, "at");
        positive(count, "count");
        int last = at + count - 1;
        String noun = dimension == Dimension.ROWS ? "row" : "column";
        return count == 1
                ? noun + " " + line(dimension, at)
                : noun + "s " + line(dimension, at) + " to " + line(dimension, last);
    }

    private static String line(Dimension dimension, int index) {
        return dimension == Dimension.ROWS ? String.valueOf(index + 1) : CellBounds.columnLetters(index);
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static void positive(int number, String name) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + number);
        }
    }

    private static void notNegative(int number, String name) {
        if (number < 0) {
            throw new IllegalArgumentException(name + " must not be negative, not " + number);
        }
    }
}
