// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the requests about whole tabs and the spreadsheet. */
final class FakeSheetRequests {
    private static final String PROPERTIES = "properties";

    private FakeSheetRequests() {}

    static @Nullable ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        FakeDocument document = edit.document();
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        switch (name) {
            case "addSheet" -> {
                FakeGridSheet sheet = add(document, request.path(PROPERTIES));
                reply.set(PROPERTIES, sheet.properties(document.sheets().indexOf(sheet)));
            }
            case "deleteSheet" -> delete(document, request.path("sheetId").asInt());
            case "duplicateSheet" -> {
                FakeGridSheet source =
                        existing(document, request.path("sourceSheetId").asInt());
                String title = request.path("newSheetName").asText();
                FakeGridSheet copy = source.copy(
                        freeId(document, request.path("newSheetId")),
                        title.isEmpty() ? free(document, "Copy of " + source.title()) : title);
                refuseTitle(document, copy.title());
                int index = request.path("insertSheetIndex").asInt();
                document.sheets().add(Math.min(index, document.sheets().size()), copy);
                document.refuseTooManyCells();
                reply.set(PROPERTIES, copy.properties(document.sheets().indexOf(copy)));
            }
            case "updateSheetProperties" -> update(document, request);
            case "updateSpreadsheetProperties" -> {
                ObjectNode changed = document.properties().deepCopy();
                FakeEdit.mask(request).copy(request.path(PROPERTIES), changed);
                document.properties(changed);
            }
            default -> {
                return null;
            }
        }
        return reply;
    }

    /** Adds a tab with these properties. */
    static FakeGridSheet add(FakeDocument document, JsonNode properties) {
        String title = properties.path("title").asText();
        JsonNode size = properties.path("gridProperties");
        int id = freeId(document, properties.path("sheetId"));
        FakeGridSheet sheet = new FakeGridSheet(
                id,
                title.isEmpty() ? free(document, "Sheet" + (document.sheets().size() + 1)) : title,
                new FakeGrid(
                        size.path("rowCount").asInt(1000),
                        size.path("columnCount").asInt(26)),
                JsonNodeFactory.instance.objectNode());
        refuseTitle(document, sheet.title());
        if (properties.isObject()) {
            sheet.properties(properties);
        }
        int index = properties.path("index").asInt(document.sheets().size());
        document.sheets().add(Math.min(index, document.sheets().size()), sheet);
        document.refuseTooManyCells();
        return sheet;
    }

    private static void delete(FakeDocument document, int id) {
        FakeGridSheet sheet = existing(document, id);
        if (document.sheets().stream()
                .filter(each -> !each.isHidden() && each != sheet)
                .findAny()
                .isEmpty()) {
            throw FakeGoogleError.invalid("You can't remove all the visible sheets in a document.");
        }
        document.sheets().remove(sheet);
        document.metadata().removeIf(entry -> !entry.locationType().equals("SPREADSHEET") && entry.sheetId() == id);
    }

    private static void update(FakeDocument document, JsonNode request) {
        FakeMask mask = FakeEdit.mask(request);
        JsonNode given = request.path(PROPERTIES);
        FakeGridSheet sheet = existing(document, given.path("sheetId").asInt());
        int index = document.sheets().indexOf(sheet);
        ObjectNode changed = sheet.properties(index);
        mask.copy(given, changed);
        String title = changed.path("title").asText();
        if (!title.equals(sheet.title())) {
            if (!title.equalsIgnoreCase(sheet.title())) {
                refuseTitle(document, title);
            }
            String old = FakeRangeText.quoted(sheet.title()) + "!";
            sheet.rename(title);
            FakeFormulaShift.rename(document, old, FakeRangeText.quoted(title) + "!");
        }
        int rows = changed.path("gridProperties")
                .path("rowCount")
                .asInt(sheet.grid().rowCount());
        int columns = changed.path("gridProperties")
                .path("columnCount")
                .asInt(sheet.grid().columnCount());
        if (rows < 1 || columns < 1) {
            throw FakeGoogleError.invalid(
                    "gridProperties." + (rows < 1 ? "row" : "column") + "Count must be positive.");
        }
        sheet.grid().resize(rows, columns);
        document.refuseTooManyCells();
        if (mask.has("hidden")
                && changed.path("hidden").asBoolean()
                && document.sheets().stream().allMatch(each -> each.isHidden() || each == sheet)) {
            throw FakeGoogleError.invalid("You can't hide all the sheets in a document.");
        }
        sheet.properties(changed);
        if (mask.has("index") && given.has("index")) {
            // The index counts the places before the tab leaves its own.
            int wanted = given.path("index").asInt();
            document.sheets().remove(sheet);
            int place = wanted > index ? wanted - 1 : wanted;
            document.sheets().add(Math.max(0, Math.min(place, document.sheets().size())), sheet);
        }
    }

    private static FakeGridSheet existing(FakeDocument document, int id) {
        FakeGridSheet sheet = document.find(id);
        if (sheet == null) {
            throw FakeGoogleError.invalid("No sheet with id: " + id);
        }
        return sheet;
    }

    private static int freeId(FakeDocument document, JsonNode wanted) {
        if (!wanted.isInt()) {
            return document.freshId();
        }
        if (document.find(wanted.asInt()) != null) {
            throw FakeGoogleError.invalid("A sheet with the ID: " + wanted.asInt() + " already exists.");
        }
        return wanted.asInt();
    }

    private static void refuseTitle(FakeDocument document, String title) {
        if (title.length() > 100) {
            throw FakeGoogleError.invalid("Sheet name cannot be longer than 100 characters.");
        }
        if (document.find(title) != null) {
            throw FakeGoogleError.invalid(
                    "A sheet with the name \"" + title + "\" already exists. Please enter another name.");
        }
    }

    private static String free(FakeDocument document, String title) {
        List<String> taken =
                document.sheets().stream().map(FakeGridSheet::title).toList();
        String candidate = title;
        for (int i = 2; taken.contains(candidate); i++) {
            candidate = title + " " + i;
        }
        return candidate;
    }
}
