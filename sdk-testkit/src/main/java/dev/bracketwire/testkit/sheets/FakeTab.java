// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows one tab of a {@link FakeSpreadsheet} to a test, and edits it as a second user would, at once. Rows and columns are
 * counted from 1, as the tab shows them. A cell is String, Double, Boolean, or null where it is empty; an error of a
 * formula is its text.
 */
public final class FakeTab {
    private final FakeSpreadsheet spreadsheet;
    private final int sheetId;

    FakeTab(FakeSpreadsheet spreadsheet, int sheetId) {
        this.spreadsheet = spreadsheet;
        this.sheetId = sheetId;
    }

    /** Gives Google's id of the tab, 0 for the first one. */
    public int sheetId() {
        return sheetId;
    }

    /** Gives the title. */
    public String title() {
        return sheet(spreadsheet.document()).title();
    }

    /** Gives all rows up to the last with content, each up to its last cell with content. */
    public List<List<@Nullable Object>> rows() {
        FakeDocument document = spreadsheet.document();
        FakeFormulas formulas = new FakeFormulas(document);
        FakeGridSheet sheet = sheet(document);
        int bottom = sheet.grid().mayHoldArrays()
                ? sheet.grid().rowCount()
                : sheet.grid().usedRows();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        int used = 0;
        for (int row = 0; row < bottom; row++) {
            List<@Nullable Object> cells = new ArrayList<>();
            int length = 0;
            for (int column = 0; column < sheet.grid().columnCount(); column++) {
                cells.add(plain(formulas.value(sheet, row, column)));
                length = formulas.shows(sheet, row, column) ? column + 1 : length;
            }
            rows.add(Collections.unmodifiableList(new ArrayList<>(cells.subList(0, length))));
            used = length > 0 ? row + 1 : used;
        }
        return Collections.unmodifiableList(new ArrayList<>(rows.subList(0, used)));
    }

    /** Gives the value that a cell such as {@code B2} shows. */
    public @Nullable Object cell(String a1) {
        FakeDocument document = spreadsheet.document();
        FakeBox box = find(document, a1).inGrid();
        return plain(new FakeFormulas(document).value(sheet(document), box.top(), box.left()));
    }

    /** Gives the formula of a cell, null if it has none. */
    public @Nullable String formulaOf(String a1) {
        FakeDocument document = spreadsheet.document();
        FakeBox box = find(document, a1).inGrid();
        return sheet(document).grid().cell(box.top(), box.left()).formula();
    }

    /** Counts the rows of the grid, empty ones included. */
    public int rowCount() {
        return sheet(spreadsheet.document()).grid().rowCount();
    }

    /** Counts the columns of the grid. */
    public int columnCount() {
        return sheet(spreadsheet.document()).grid().columnCount();
    }

    /** Writes a cell; null empties it. */
    public FakeTab set(String a1, @Nullable Object value) {
        change((edit, sheet) -> {
            FakeBox box = find(edit.document(), a1).inGrid();
            put(edit, sheet, box.top(), box.left(), value);
        });
        return this;
    }

    /** Writes a formula, which must begin with {@code =}. */
    public FakeTab formula(String a1, String formula) {
        return formula(a1, formula, null);
    }

    /** Writes a formula that shows this value, for functions that the fake does not know. */
    public FakeTab formula(String a1, String formula, @Nullable Object shows) {
        if (!formula.startsWith("=")) {
            throw new IllegalArgumentException("formula \"" + formula + "\" must begin with =");
        }
        change((edit, sheet) -> {
            FakeBox box = find(edit.document(), a1).inGrid();
            FakeCell old = sheet.grid().cell(box.top(), box.left());
            edit.set(sheet, box.top(), box.left(), old.withFormula(formula, entered(shows)));
        });
        return this;
    }

    /** Adds a row below the last one with content. */
    public FakeTab addRow(List<? extends @Nullable Object> cells) {
        change((edit, sheet) -> writeRow(edit, sheet, sheet.grid().rowAfterContent(0, Integer.MAX_VALUE), cells));
        return this;
    }

    /** Inserts an empty row in front of this one. */
    public FakeTab insertRow(int row) {
        return shift(FakeShift.insert(true, row - 1, 1));
    }

    /** Inserts an empty column in front of this one. */
    public FakeTab insertColumn(int column) {
        return shift(FakeShift.insert(false, column - 1, 1));
    }

    /** Deletes a row. */
    public FakeTab deleteRow(int row) {
        return shift(FakeShift.delete(true, row - 1, 1));
    }

    /** Deletes a column. */
    public FakeTab deleteColumn(int column) {
        return shift(FakeShift.delete(false, column - 1, 1));
    }

    /** Moves a row in front of another. */
    public FakeTab moveRow(int row, int before) {
        return shift(FakeShift.move(true, row - 1, 1, before - 1));
    }

    /** Moves a column in front of another. */
    public FakeTab moveColumn(int column, int before) {
        return shift(FakeShift.move(false, column - 1, 1, before - 1));
    }

    /** Sorts the rows of a range such as {@code A2:D} by one of its columns, counted in the tab from 1. */
    public FakeTab sort(String range, int column, boolean ascending) {
        spreadsheet.request("sortRange", (edit, json) -> {
            json.set("range", find(edit.document(), range).range().json());
            json.putArray("sortSpecs")
                    .addObject()
                    .put("dimensionIndex", column - 1)
                    .put("sortOrder", ascending ? "ASCENDING" : "DESCENDING");
        });
        return this;
    }

    /** Protects a range, so that the owner alone may edit it. */
    public FakeTab protect(String range) {
        spreadsheet.request(
                "addProtectedRange",
                (edit, json) -> json.putObject("protectedRange")
                        .set("range", find(edit.document(), range).range().json()));
        return this;
    }

    /** Makes a range checkboxes, FALSE where it was empty. */
    public FakeTab checkboxes(String range) {
        spreadsheet.request("setDataValidation", (edit, json) -> {
            json.set("range", find(edit.document(), range).range().json());
            json.putObject("rule").put("strict", true).putObject("condition").put("type", "BOOLEAN");
        });
        return this;
    }

    /** Makes a range one of Sheets' tables; its first row is the header. Gives the table's id. */
    public String table(String name, String range, boolean footer) {
        spreadsheet.request("addTable", (edit, json) -> {
            ObjectNode table = json.putObject("table").put("name", name);
            table.set("range", find(edit.document(), range).range().json());
            if (footer) {
                table.putObject("rowsProperties").putObject("footerColorStyle").putObject("rgbColor");
            }
        });
        return sheet(spreadsheet.document()).areas(FakeArea.Kind.TABLE).stream()
                .filter(area -> area.name().equals(name))
                .map(FakeArea::id)
                .findFirst()
                .orElseThrow();
    }

    /** Gives the tab another title. */
    public FakeTab rename(String title) {
        spreadsheet.request(
                "updateSheetProperties",
                (edit, json) -> json.put("fields", "title")
                        .putObject("properties")
                        .put("sheetId", sheetId)
                        .put("title", title));
        return this;
    }

    /** Changes the size of the grid. */
    public FakeTab resize(int rows, int columns) {
        change((edit, sheet) -> {
            sheet.grid().resize(rows, columns);
            edit.document().refuseTooManyCells();
        });
        return this;
    }

    /** Deletes the tab. */
    public void delete() {
        spreadsheet.request("deleteSheet", (edit, json) -> json.put("sheetId", sheetId));
    }

    /** Shows the title and the rows. */
    @Override
    public String toString() {
        return "FakeTab(" + title() + ", " + rows() + ")";
    }

    static void writeRow(FakeEdit edit, FakeGridSheet sheet, int row, List<? extends @Nullable Object> cells) {
        edit.grow(sheet, new FakeBox(row, 0, row + 1, cells.size()));
        for (int column = 0; column < cells.size(); column++) {
            put(edit, sheet, row, column, cells.get(column));
        }
    }

    private FakeTab shift(FakeShift shift) {
        change((edit, sheet) -> edit.document().shift(sheet, shift));
        return this;
    }

    private void change(Work work) {
        spreadsheet.change(edit -> {
            work.on(edit, sheet(edit.document()));
            return true;
        });
    }

    /** Works on the tab within a change. */
    private interface Work {
        void on(FakeEdit edit, FakeGridSheet sheet);
    }

    private FakeGridSheet sheet(FakeDocument document) {
        FakeGridSheet sheet = document.find(sheetId);
        if (sheet == null) {
            throw new IllegalArgumentException("the tab is deleted");
        }
        return sheet;
    }

    private FakeRangeText.Found find(FakeDocument document, String a1) {
        String text =
                a1.contains("!") ? a1 : FakeRangeText.quoted(sheet(document).title()) + "!" + a1;
        try {
            return FakeRangeText.parse(document, text);
        } catch (FakeGoogleError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void put(FakeEdit edit, FakeGridSheet sheet, int row, int column, @Nullable Object value) {
        edit.set(sheet, row, column, sheet.grid().cell(row, column).withValue(entered(value)));
    }

    private static @Nullable Object entered(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value == null || value instanceof Boolean) {
            return value;
        }
        return value.toString().isEmpty() ? null : value.toString();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof FakeCellError ? value.toString() : value;
    }
}
