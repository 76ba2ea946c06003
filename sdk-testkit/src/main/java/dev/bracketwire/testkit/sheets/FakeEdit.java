// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Holds the context of a change: the copy that it changes, the user that asks, and the year for dates without one. */
record FakeEdit(FakeDocument document, String user, int year) {
    FakeRangeText.Found find(String a1) {
        return FakeRangeText.parse(document, a1);
    }

    /** Gives the tab and cells of a GridRange, cut to the grid. */
    FakeRangeText.Found find(JsonNode gridRange) {
        FakeRange range = FakeRange.of(gridRange);
        return new FakeRangeText.Found(document.sheet(range.sheetId()), range, false);
    }

    void refuseProtected(FakeGridSheet sheet, FakeBox box) {
        if (!box.isEmpty() && sheet.protectionOf(box, user) != null) {
            throw FakeGoogleError.protectedCell();
        }
    }

    /** Sets a cell; the caller has checked protections. */
    void set(FakeGridSheet sheet, int row, int column, FakeCell cell) {
        if (cell.value() instanceof String text && text.length() > FakeEntry.MOST_CHARACTERS) {
            throw FakeGoogleError.invalid("Your input contains more than the maximum of " + FakeEntry.MOST_CHARACTERS
                    + " characters in a single cell.");
        }
        sheet.grid().set(row, column, cell);
    }

    /** Adds rows and columns at the end until the grid has room for the box. */
    void grow(FakeGridSheet sheet, FakeBox box) {
        FakeGrid grid = sheet.grid();
        grid.resize(Math.max(grid.rowCount(), box.bottom()), Math.max(grid.columnCount(), box.right()));
        document.refuseTooManyCells();
    }

    /** Refuses a write without a mask. */
    static FakeMask mask(JsonNode json) {
        String text = json.path("fields").asText();
        if (text.isEmpty()) {
            throw FakeGoogleError.invalid(
                    "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
        }
        return FakeMask.parse(text);
    }

    List<FakeGridSheet> sheets() {
        return document.sheets();
    }
}
