// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Is Google's GridRange: half-open, from 0, unbounded where a bound is missing. */
record FakeRange(
        int sheetId,
        @Nullable Integer startRow,
        @Nullable Integer endRow,
        @Nullable Integer startColumn,
        @Nullable Integer endColumn) {
    static FakeRange of(JsonNode json) {
        return new FakeRange(
                json.path("sheetId").asInt(),
                bound(json, "startRowIndex"),
                bound(json, "endRowIndex"),
                bound(json, "startColumnIndex"),
                bound(json, "endColumnIndex"));
    }

    static FakeRange of(int sheetId, FakeBox box) {
        return new FakeRange(sheetId, box.top(), box.bottom(), box.left(), box.right());
    }

    /** Gives the cells of the grid that are meant; beyond the grid it is cut. */
    FakeBox box(FakeGrid grid) {
        return new FakeBox(
                startRow == null ? 0 : startRow,
                startColumn == null ? 0 : startColumn,
                Math.min(endRow == null ? grid.rowCount() : endRow, grid.rowCount()),
                Math.min(endColumn == null ? grid.columnCount() : endColumn, grid.columnCount()));
    }

    /** Writes it as Google does, which leaves the sheet id 0 out. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (sheetId != 0) {
            json.put("sheetId", sheetId);
        }
        put(json, "startRowIndex", startRow);
        put(json, "endRowIndex", endRow);
        put(json, "startColumnIndex", startColumn);
        put(json, "endColumnIndex", endColumn);
        return json;
    }

    /** Moves with the rows or columns; null if none of them is left. */
    @Nullable
    FakeRange shifted(FakeShift shift) {
        Integer start = shift.rows() ? startRow : startColumn;
        Integer end = shift.rows() ? endRow : endColumn;
        if (start == null && end == null) {
            return this;
        }
        int from = start == null ? 0 : start;
        int[] span = shift.span(from, end == null ? Integer.MAX_VALUE : end);
        if (span == null) {
            return null;
        }
        Integer newStart = start == null ? null : Integer.valueOf(span[0]);
        Integer newEnd = end == null ? null : Integer.valueOf(span[1]);
        return shift.rows()
                ? new FakeRange(sheetId, newStart, newEnd, startColumn, endColumn)
                : new FakeRange(sheetId, startRow, endRow, newStart, newEnd);
    }

    private static @Nullable Integer bound(JsonNode json, String name) {
        return json.hasNonNull(name) ? Integer.valueOf(json.path(name).asInt()) : null;
    }

    private static void put(ObjectNode json, String name, @Nullable Integer bound) {
        if (bound != null) {
            json.put(name, bound.intValue());
        }
    }
}
