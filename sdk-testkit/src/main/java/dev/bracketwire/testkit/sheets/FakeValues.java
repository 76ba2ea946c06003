// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads, writes and clears values of ranges, in the forms of {@code spreadsheets.values}. */
final class FakeValues {
    private final FakeEdit edit;
    private final Set<List<Integer>> rows = new HashSet<>();
    private final Set<List<Integer>> columns = new HashSet<>();
    private final Set<Integer> tabs = new HashSet<>();
    private int cells;

    FakeValues(FakeEdit edit) {
        this.edit = edit;
    }

    /** Holds how values are written into an answer. */
    record Render(String value, String date, boolean columns) {
        static Render of(@Nullable String value, @Nullable String date, @Nullable String dimension) {
            return new Render(
                    value == null ? "FORMATTED_VALUE" : value,
                    date == null ? "SERIAL_NUMBER" : date,
                    "COLUMNS".equals(dimension));
        }
    }

    /** Gives a ValueRange: the range cut to the grid, and values without empty ends. */
    ObjectNode read(FakeRangeText.Found found, Render render) {
        return read(found.sheet(), found.inGrid(), render);
    }

    private ObjectNode read(FakeGridSheet sheet, FakeBox box, Render render) {
        FakeFormulas formulas = new FakeFormulas(edit.document());
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("range", FakeRangeText.text(sheet, box))
                .put("majorDimension", render.columns ? "COLUMNS" : "ROWS");
        int bottom = sheet.grid().mayHoldArrays()
                ? box.bottom()
                : Math.min(box.bottom(), sheet.grid().usedRows());
        List<ArrayNode> lines = new ArrayList<>();
        int outer = render.columns ? box.width() : bottom - box.top();
        int inner = render.columns ? bottom - box.top() : box.width();
        int used = 0;
        for (int i = 0; i < outer; i++) {
            ArrayNode line = JsonNodeFactory.instance.arrayNode();
            int length = 0;
            for (int j = 0; j < inner; j++) {
                int row = box.top() + (render.columns ? j : i);
                int column = box.left() + (render.columns ? i : j);
                line.add(shown(sheet, row, column, formulas, render));
                length = formulas.shows(sheet, row, column) ? j + 1 : length;
            }
            while (line.size() > length) {
                line.remove(line.size() - 1);
            }
            lines.add(line);
            used = length > 0 ? i + 1 : used;
        }
        if (used > 0) {
            json.putArray("values").addAll(lines.subList(0, used));
        }
        return json;
    }

    private static JsonNode shown(FakeGridSheet sheet, int row, int column, FakeFormulas formulas, Render render) {
        FakeCell cell = sheet.grid().cell(row, column);
        if (render.value.equals("FORMULA") && cell.formula() != null) {
            return TextNode.valueOf(cell.formula());
        }
        Object value = formulas.value(sheet, row, column);
        boolean asText = render.value.equals("FORMATTED_VALUE")
                || (render.date.equals("FORMATTED_STRING") && FakeDisplay.isDate(cell));
        if (!asText && value instanceof Double number) {
            return FakeDisplay.number(number);
        }
        if (!asText && value instanceof Boolean bool) {
            return BooleanNode.valueOf(bool);
        }
        return TextNode.valueOf(FakeDisplay.text(cell, value));
    }

    /** Writes values from the start of the range on; gives UpdateValuesResponse, without updatedData if render is null. */
    ObjectNode write(
            FakeRangeText.Found found,
            JsonNode values,
            boolean byColumns,
            boolean userEntered,
            @Nullable Render render) {
        FakeGridSheet sheet = found.sheet();
        FakeBox start = found.inGrid();
        int outer = values.size();
        int inner = 0;
        for (JsonNode line : values) {
            inner = Math.max(inner, line.size());
        }
        int height = byColumns ? inner : outer;
        int width = byColumns ? outer : inner;
        FakeBox box = new FakeBox(start.top(), start.left(), start.top() + height, start.left() + width);
        refuseBeyond(found, box);
        edit.refuseProtected(sheet, box);
        Set<Integer> changedRows = new HashSet<>();
        Set<Integer> changedColumns = new HashSet<>();
        int changed = 0;
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < values.path(i).size(); j++) {
                JsonNode value = values.path(i).path(j);
                int row = start.top() + (byColumns ? j : i);
                int column = start.left() + (byColumns ? i : j);
                if (value.isContainerNode()) {
                    String field = "data.values[" + i + "][" + j + "]";
                    throw FakeGoogleError.invalid("Invalid values[" + i + "][" + j + "]: "
                            + (value.isArray() ? "list_value" : "struct_value") + " (" + field + ")");
                }
                if (!value.isNull()) {
                    FakeCell old = sheet.grid().cell(row, column);
                    sheet.grid().set(row, column, FakeEntry.enter(old, value, userEntered, edit.year()));
                    changedRows.add(row);
                    changedColumns.add(column);
                    changed++;
                }
            }
        }
        count(sheet, changedRows, changedColumns, changed);
        FakeBox shown = box.isEmpty() ? new FakeBox(start.top(), start.left(), start.top() + 1, start.left() + 1) : box;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("spreadsheetId", edit.document().id())
                .put("updatedRange", FakeRangeText.text(sheet, shown));
        put(json, "updatedRows", changedRows.size());
        put(json, "updatedColumns", changedColumns.size());
        put(json, "updatedCells", changed);
        if (render != null) {
            json.set("updatedData", read(sheet, shown, render));
        }
        return json;
    }

    private static void refuseBeyond(FakeRangeText.Found found, FakeBox box) {
        FakeGridSheet sheet = found.sheet();
        FakeRange range = found.range();
        if (!found.single()) {
            String within = "Requested writing within range [" + FakeRangeText.text(sheet, found.box())
                    + "], but tried writing to ";
            if (range.endColumn() != null && box.right() > range.endColumn()) {
                throw FakeGoogleError.invalid(within + "column [" + FakeRangeText.letters(range.endColumn()) + "]");
            }
            if (range.endRow() != null && box.bottom() > range.endRow()) {
                throw FakeGoogleError.invalid(within + "row [" + (range.endRow() + 1) + "]");
            }
        }
        if (box.bottom() > sheet.grid().rowCount() || box.right() > sheet.grid().columnCount()) {
            throw FakeRangeText.beyond(sheet, box);
        }
    }

    /** Removes the values of a range, not its formats; gives the range as text. */
    String clear(FakeRangeText.Found found) {
        FakeGridSheet sheet = found.sheet();
        FakeBox box = found.inGrid();
        edit.refuseProtected(sheet, box);
        for (int row = box.top(); row < Math.min(box.bottom(), sheet.grid().usedRows()); row++) {
            for (int column = box.left();
                    column < Math.min(box.right(), sheet.grid().usedColumns(row));
                    column++) {
                sheet.grid().set(row, column, sheet.grid().cell(row, column).withValue(null));
            }
        }
        return FakeRangeText.text(sheet, box);
    }

    /** Writes the totals of all writes so far. */
    void totals(ObjectNode json) {
        put(json, "totalUpdatedRows", rows.size());
        put(json, "totalUpdatedColumns", columns.size());
        put(json, "totalUpdatedCells", cells);
        put(json, "totalUpdatedSheets", tabs.size());
    }

    private void count(FakeGridSheet sheet, Set<Integer> changedRows, Set<Integer> changedColumns, int changed) {
        changedRows.forEach(row -> rows.add(List.of(sheet.id(), row)));
        changedColumns.forEach(column -> columns.add(List.of(sheet.id(), column)));
        if (changed > 0) {
            tabs.add(sheet.id());
        }
        cells += changed;
    }

    private static void put(ObjectNode json, String name, int count) {
        if (count > 0) {
            json.put(name, count);
        }
    }
}
