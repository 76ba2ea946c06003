// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Knows the columns of tables: names that are those of the header cells, and types that fill new rows. */
final class FakeTables {
    private static final String COLUMNS = "columnProperties";
    private static final String INDEX = "columnIndex";
    private static final String NAME = "columnName";

    private FakeTables() {}

    /** Makes a table, and writes the names of its columns into the header. */
    static FakeArea create(FakeEdit edit, FakeGridSheet sheet, String id, FakeRange range, ObjectNode more) {
        FakeBox box = range.box(sheet.grid());
        Map<Integer, JsonNode> given = new TreeMap<>();
        for (JsonNode column : more.path(COLUMNS)) {
            given.put(column.path(INDEX).asInt(), column);
        }
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < box.width(); i++) {
            JsonNode column = given.get(i);
            ObjectNode json =
                    column instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
            FakeCell header = sheet.grid().cell(box.top(), box.left() + i);
            String name = json.path(NAME).asText();
            if (name.isEmpty()) {
                name = header.value() == null
                        ? "Column " + (i + 1)
                        : header.value().toString();
            }
            edit.set(sheet, box.top(), box.left() + i, header.withValue(name));
            json.put(INDEX, i).put(NAME, name);
            columns.add(json);
        }
        ObjectNode all = more.deepCopy();
        all.set(COLUMNS, columns);
        FakeArea table = new FakeArea(FakeArea.Kind.TABLE, id, range, all);
        fillDefaults(edit, sheet, table, box.top() + 1, box.bottom() - (table.hasFooter() ? 1 : 0));
        return table;
    }

    /** Puts FALSE into the empty cells of columns of checkboxes, as Sheets does in new rows. */
    static void fillDefaults(FakeEdit edit, FakeGridSheet sheet, FakeArea table, int fromRow, int toRow) {
        FakeBox box = table.range().box(sheet.grid());
        for (JsonNode column : table.more().path(COLUMNS)) {
            int index = box.left() + column.path(INDEX).asInt();
            for (int row = fromRow; column.path("columnType").asText().equals("BOOLEAN") && row < toRow; row++) {
                FakeCell cell = sheet.grid().cell(row, index);
                if (!cell.hasContent()) {
                    edit.set(sheet, row, index, cell.withValue(false));
                }
            }
        }
    }

    /** Moves the area, and the columns of a table within it. */
    static FakeArea shifted(FakeArea area, FakeRange moved, FakeShift shift) {
        Integer left = area.range().startColumn();
        Integer newLeft = moved.startColumn();
        Integer newRight = moved.endColumn();
        if (area.kind() != FakeArea.Kind.TABLE || shift.rows() || left == null || newLeft == null || newRight == null) {
            return area.with(moved);
        }
        Map<Integer, ObjectNode> columns = new TreeMap<>();
        for (JsonNode column : area.more().path(COLUMNS)) {
            int place = shift.index(left + column.path(INDEX).asInt()) - newLeft;
            if (place >= 0 && place < newRight - newLeft) {
                ObjectNode json = column.deepCopy();
                columns.put(place, json.put(INDEX, place));
            }
        }
        for (int i = 0; i < newRight - newLeft; i++) {
            columns.putIfAbsent(
                    i, JsonNodeFactory.instance.objectNode().put(INDEX, i).put(NAME, "Column " + (i + 1)));
        }
        ObjectNode more = area.more().deepCopy();
        ArrayNode list = more.putArray(COLUMNS);
        columns.values().forEach(list::add);
        return new FakeArea(area.kind(), area.id(), moved, more);
    }

    /** Writes a table with the names that its header shows. */
    static ObjectNode json(FakeArea table, FakeGrid grid, String user) {
        ObjectNode json = table.json(user).deepCopy();
        FakeBox box = table.range().box(grid);
        for (JsonNode column : json.path(COLUMNS)) {
            int index = column.path(INDEX).asInt();
            Object header = grid.cell(box.top(), box.left() + index).value();
            if (column instanceof ObjectNode object) {
                if (header != null) {
                    object.put(NAME, header.toString());
                }
                if (index == 0) {
                    object.remove(INDEX); // Google leaves a plain 0 out
                }
            }
        }
        return json;
    }
}
