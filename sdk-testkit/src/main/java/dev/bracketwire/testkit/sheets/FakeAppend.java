// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends values as Google does: the range is only where a table is looked for, a block of cells with empty ones around
 * it; the last one found gets the values below it, from its first column on.
 */
final class FakeAppend {
    private final FakeEdit edit;

    FakeAppend(FakeEdit edit) {
        this.edit = edit;
    }

    ObjectNode append(
            FakeRangeText.Found found,
            JsonNode values,
            boolean byColumns,
            boolean userEntered,
            boolean insertRows,
            FakeValues.@Nullable Render render) {
        FakeGridSheet sheet = found.sheet();
        FakeBox search = found.inGrid();
        FakeBox table = lastTable(sheet.grid(), search);
        int row = table == null ? search.top() : table.bottom();
        int column = table == null ? search.left() : table.left();
        int inner = 0;
        for (JsonNode line : values) {
            inner = Math.max(inner, line.size());
        }
        int height = byColumns ? inner : values.size();
        int width = byColumns ? values.size() : inner;
        if (insertRows && height > 0) {
            edit.document().shift(sheet, FakeShift.insert(true, row, height));
        }
        edit.grow(sheet, new FakeBox(row, column, row + height, column + width));
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("spreadsheetId", edit.document().id());
        if (table != null) {
            json.put("tableRange", FakeRangeText.text(sheet, table));
        }
        if (row >= sheet.grid().rowCount()) {
            json.putObject("updates")
                    .put("spreadsheetId", edit.document().id())
                    .put("updatedRange", FakeRangeText.text(sheet, new FakeBox(row, column, row + 1, column + 1)));
            return json;
        }
        FakeRange target = new FakeRange(sheet.id(), row, row + 1, column, column + 1);
        json.set(
                "updates",
                new FakeValues(edit)
                        .write(new FakeRangeText.Found(sheet, target, true), values, byColumns, userEntered, render));
        return json;
    }

    /** Finds the last block of cells that touches the searched range; null if there is none. */
    static @Nullable FakeBox lastTable(FakeGrid grid, FakeBox search) {
        List<FakeBox> tables = new ArrayList<>();
        FakeBox last = null;
        for (int row = 0; row < grid.usedRows(); row++) {
            for (int column = 0; column < grid.usedColumns(row); column++) {
                if (!grid.cell(row, column).hasContent()) {
                    continue;
                }
                FakeBox table = holding(tables, row, column);
                if (table == null) {
                    table = grown(grid, row, column);
                    tables.add(table);
                }
                if (search.contains(row, column) || (last == null && table.intersects(search))) {
                    last = table;
                }
            }
        }
        return last;
    }

    private static @Nullable FakeBox holding(List<FakeBox> tables, int row, int column) {
        for (int i = tables.size() - 1; i >= 0; i--) {
            if (tables.get(i).contains(row, column)) {
                return tables.get(i);
            }
        }
        return null;
    }

    private static FakeBox grown(FakeGrid grid, int row, int column) {
        int top = row;
        int left = column;
        int bottom = row + 1;
        int right = column + 1;
        while (true) {
            int from = Math.max(0, left - 1);
            if (grid.hasContent(new FakeBox(bottom, from, bottom + 1, right + 1))) {
                bottom++;
            } else if (top > 0 && grid.hasContent(new FakeBox(top - 1, from, top, right + 1))) {
                top--;
            } else if (left > 0 && grid.hasContent(new FakeBox(Math.max(0, top - 1), left - 1, bottom + 1, left))) {
                left--;
            } else if (grid.hasContent(new FakeBox(Math.max(0, top - 1), right, bottom + 1, right + 1))) {
                right++;
            } else {
                return new FakeBox(top, left, bottom, right);
            }
        }
    }
}
