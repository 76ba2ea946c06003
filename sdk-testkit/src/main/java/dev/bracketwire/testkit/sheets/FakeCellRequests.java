// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Runs the requests that write CellData, field by field as their mask says. */
final class FakeCellRequests {
    private static final String ROWS = "rows";

    private FakeCellRequests() {}

    static @Nullable ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        switch (name) {
            case "updateCells" -> update(request, edit);
            case "appendCells" -> append(request, edit);
            case "repeatCell" -> {
                FakeRangeText.Found found = edit.find(request.path("range"));
                FakeMask mask = FakeEdit.mask(request);
                each(edit, found, (row, column) -> put(edit, found.sheet(), row, column, request.path("cell"), mask));
            }
            case "setDataValidation" -> {
                FakeRangeText.Found found = edit.find(request.path("range"));
                JsonNode rule = request.path("rule");
                boolean checkbox = rule.path("condition").path("type").asText().equals("BOOLEAN");
                each(edit, found, (row, column) -> {
                    FakeCell cell = found.sheet().grid().cell(row, column);
                    FakeCell filled = checkbox && !cell.hasContent() ? cell.withValue(false) : cell;
                    edit.set(found.sheet(), row, column, filled.with("dataValidation", rule.isObject() ? rule : null));
                });
            }
            default -> {
                return null;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** Takes the place of a cell. */
    interface Place {
        void at(int row, int column);
    }

    /** Visits the cells of a range, refused if one is protected. */
    static void each(FakeEdit edit, FakeRangeText.Found found, Place place) {
        FakeBox box = found.inGrid();
        edit.refuseProtected(found.sheet(), box);
        for (int row = box.top(); row < box.bottom(); row++) {
            for (int column = box.left(); column < box.right(); column++) {
                place.at(row, column);
            }
        }
    }

    private static void update(JsonNode request, FakeEdit edit) {
        FakeMask mask = FakeEdit.mask(request);
        JsonNode rows = request.path(ROWS);
        if (request.has("range")) {
            FakeRangeText.Found found = edit.find(request.path("range"));
            FakeBox box = found.inGrid();
            refuseMore(rows, box);
            // Cells that the rows do not give are cleared.
            each(
                    edit,
                    found,
                    (row, column) -> put(
                            edit,
                            found.sheet(),
                            row,
                            column,
                            rows.path(row - box.top()).path("values").path(column - box.left()),
                            mask));
            return;
        }
        JsonNode start = request.path("start");
        FakeGridSheet sheet = edit.document().sheet(start.path("sheetId").asInt());
        write(
                edit,
                sheet,
                start.path("rowIndex").asInt(),
                start.path("columnIndex").asInt(),
                rows,
                mask);
    }

    private static void refuseMore(JsonNode rows, FakeBox box) {
        if (rows.size() > box.height()) {
            throw FakeGoogleError.invalid("Attempting to write row: " + (box.top() + box.height())
                    + ", beyond the last requested row of: " + (box.bottom() - 1));
        }
        for (JsonNode row : rows) {
            if (row.path("values").size() > box.width()) {
                throw FakeGoogleError.invalid("Attempting to write column: " + box.right()
                        + ", beyond the last requested column of: " + (box.right() - 1));
            }
        }
    }

    private static void append(JsonNode request, FakeEdit edit) {
        FakeMask mask = FakeEdit.mask(request);
        JsonNode rows = request.path(ROWS);
        if (request.hasNonNull("tableId")) {
            appendToTable(request.path("tableId").asText(), rows, mask, edit);
            return;
        }
        FakeGridSheet sheet = edit.document().sheet(request.path("sheetId").asInt());
        int row = sheet.grid().rowAfterContent(0, sheet.grid().columnCount());
        edit.grow(sheet, new FakeBox(row, 0, row + rows.size(), width(rows)));
        write(edit, sheet, row, 0, rows, mask);
    }

    /** Writes into the empty rows at a table's end, and inserts further ones, above its footer if it has one. */
    private static void appendToTable(String id, JsonNode rows, FakeMask mask, FakeEdit edit) {
        FakeArea table = edit.document().area(FakeArea.Kind.TABLE, id, "No table with id: ");
        FakeGridSheet sheet = edit.document().sheet(table.range().sheetId());
        FakeBox box = table.range().box(sheet.grid());
        int end = box.bottom() - (table.hasFooter() ? 1 : 0);
        int row = end;
        while (row > box.top() + 1 && !sheet.grid().hasContent(new FakeBox(row - 1, box.left(), row, box.right()))) {
            row--;
        }
        int missing = row + rows.size() - end;
        if (missing > 0) {
            boolean roomBelow = !table.hasFooter()
                    && !sheet.grid().hasContent(new FakeBox(end, box.left(), end + missing, box.right()));
            if (roomBelow) {
                edit.grow(sheet, new FakeBox(end, box.left(), end + missing, box.right()));
            } else {
                edit.document().shift(sheet, FakeShift.insert(true, end, missing));
            }
            FakeArea grown = edit.document().area(FakeArea.Kind.TABLE, id, "No table with id: ");
            FakeBox now = new FakeBox(box.top(), box.left(), box.bottom() + missing, box.right());
            sheet.areas().set(sheet.areas().indexOf(grown), grown.with(FakeRange.of(sheet.id(), now)));
        }
        write(edit, sheet, row, box.left(), rows, mask);
        FakeTables.fillDefaults(edit, sheet, table, row, row + rows.size());
    }

    private static void write(FakeEdit edit, FakeGridSheet sheet, int top, int left, JsonNode rows, FakeMask mask) {
        FakeBox box = new FakeBox(top, left, top + rows.size(), left + width(rows));
        if (box.bottom() > sheet.grid().rowCount() || box.right() > sheet.grid().columnCount()) {
            throw FakeRangeText.beyond(sheet, box);
        }
        edit.refuseProtected(sheet, box);
        for (int i = 0; i < rows.size(); i++) {
            JsonNode values = rows.path(i).path("values");
            for (int j = 0; j < values.size(); j++) {
                put(edit, sheet, top + i, left + j, values.path(j), mask);
            }
        }
    }

    private static int width(JsonNode rows) {
        int width = 0;
        for (JsonNode row : rows) {
            width = Math.max(width, row.path("values").size());
        }
        return width;
    }

    private static void put(FakeEdit edit, FakeGridSheet sheet, int row, int column, JsonNode data, FakeMask mask) {
        FakeCell old = sheet.grid().cell(row, column);
        ObjectNode changed = old.entered().deepCopy();
        mask.copy(data, changed);
        if (mask.has("userEnteredValue") && !mask.has("textFormatRuns") && !data.has("textFormatRuns")) {
            changed.remove("textFormatRuns");
        }
        FakeCell cell = FakeCell.of(changed);
        boolean sameFormula = cell.formula() != null && cell.formula().equals(old.formula());
        edit.set(sheet, row, column, sameFormula ? new FakeCell(old.value(), cell.formula(), cell.more()) : cell);
    }
}
