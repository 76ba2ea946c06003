// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Runs the requests about rows and columns. */
final class FakeDimensionRequests {
    private FakeDimensionRequests() {}

    static @Nullable ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        switch (name) {
            case "appendDimension" -> append(request, edit);
            case "insertDimension" -> insert(request, edit);
            case "deleteDimension" -> delete(edit, Span.of(request.path("range"), edit));
            case "moveDimension" -> move(request, edit);
            case "updateDimensionProperties" -> {
                Span span = Span.of(request.path("range"), edit);
                int end = Math.min(span.end, span.size());
                span.sheet.dimension(span.rows, span.start, end, request.path("properties"), FakeEdit.mask(request));
            }
            case "autoResizeDimensions" -> Span.of(request.path("dimensions"), edit);
            default -> {
                return null;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private record Span(FakeGridSheet sheet, boolean rows, int start, int end) {
        static Span of(JsonNode json, FakeEdit edit) {
            FakeGridSheet sheet = edit.document().sheet(json.path("sheetId").asInt());
            boolean rows = json.path("dimension").asText().equals("ROWS");
            if (!rows && !json.path("dimension").asText().equals("COLUMNS")) {
                throw FakeGoogleError.invalid("No dimension specified.");
            }
            int size = rows ? sheet.grid().rowCount() : sheet.grid().columnCount();
            int start = json.path("startIndex").asInt();
            int end = json.path("endIndex").asInt(size);
            if (start < 0 || end <= start) {
                throw FakeGoogleError.invalid(
                        "range.endIndex[" + end + "] must be after range.startIndex[" + start + "]");
            }
            return new Span(sheet, rows, start, end);
        }

        int size() {
            return rows ? sheet.grid().rowCount() : sheet.grid().columnCount();
        }

        int count() {
            return end - start;
        }

        String unit() {
            return rows ? "row" : "column";
        }
    }

    private static void append(JsonNode request, FakeEdit edit) {
        FakeGridSheet sheet = edit.document().sheet(request.path("sheetId").asInt());
        int length = request.path("length").asInt();
        if (length < 1) {
            throw FakeGoogleError.invalid("length must be positive.");
        }
        FakeGrid grid = sheet.grid();
        boolean rows = request.path("dimension").asText().equals("ROWS");
        grid.resize(grid.rowCount() + (rows ? length : 0), grid.columnCount() + (rows ? 0 : length));
        edit.document().refuseTooManyCells();
    }

    private static void insert(JsonNode request, FakeEdit edit) {
        Span span = Span.of(request.path("range"), edit);
        boolean inherit = request.path("inheritFromBefore").asBoolean();
        if (inherit && span.start == 0) {
            throw FakeGoogleError.invalid("inheritFromBefore cannot be set to true when inserting at the start.");
        }
        if (inherit ? span.start > span.size() : span.start >= span.size()) {
            throw FakeGoogleError.invalid("range.startIndex[" + span.start + "] must be less than "
                    + (inherit ? "or equal to " : "") + "the grid size [" + span.size() + "] if inheritFromBefore is "
                    + inherit + ".");
        }
        edit.document().shift(span.sheet, FakeShift.insert(span.rows, span.start, span.count()));
    }

    private static void delete(FakeEdit edit, Span span) {
        if (span.start >= span.size() || span.end > span.size()) {
            int index = span.start >= span.size() ? span.start : span.end - 1;
            throw FakeGoogleError.invalid(
                    "Cannot delete a " + span.unit() + " that doesn't exist. Tried to delete " + span.unit() + " index "
                            + index + " but there are only " + span.size() + " " + span.unit() + "s.");
        }
        if (span.count() == span.size()) {
            throw FakeGoogleError.invalid("You can't delete all the " + span.unit() + "s on the sheet.");
        }
        FakeGrid grid = span.sheet.grid();
        edit.refuseProtected(
                span.sheet,
                span.rows
                        ? new FakeBox(span.start, 0, span.end, grid.columnCount())
                        : new FakeBox(0, span.start, grid.rowCount(), span.end));
        edit.document().shift(span.sheet, FakeShift.delete(span.rows, span.start, span.count()));
    }

    private static void move(JsonNode request, FakeEdit edit) {
        Span span = Span.of(request.path("source"), edit);
        int destination = request.path("destinationIndex").asInt();
        if (span.end > span.size() || destination > span.size()) {
            throw FakeGoogleError.invalid("destinationIndex[" + destination
                    + "] and source must be within the grid size [" + span.size() + "].");
        }
        if (destination < span.start || destination > span.end) {
            edit.document().shift(span.sheet, FakeShift.move(span.rows, span.start, span.count(), destination));
        }
    }
}
