// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs the requests about areas that cover cells: named and protected ranges, tables, merges, filters, formats by rule. */
final class FakeAreaRequests {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]{0,249}");
    private static final String NO_NAMED = "No named range with id: ";
    private static final String NO_PROTECTED = "No protected range with ID: ";
    private static final String NO_TABLE = "No table with id: ";

    private FakeAreaRequests() {}

    static @Nullable ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        switch (name) {
            case "addNamedRange" -> {
                refuseName(edit, request.path("namedRange").path("name").asText());
                reply.set("namedRange", add(FakeArea.Kind.NAMED, request.path("namedRange"), edit));
            }
            case "updateNamedRange" -> {
                if (FakeEdit.mask(request).has("name")) {
                    refuseName(edit, request.path("namedRange").path("name").asText());
                }
                update(FakeArea.Kind.NAMED, "namedRange", request, edit, NO_NAMED);
            }
            case "deleteNamedRange" -> delete(FakeArea.Kind.NAMED, request, edit, NO_NAMED);
            case "addProtectedRange" -> reply.set("protectedRange", protect(request.path("protectedRange"), edit));
            case "updateProtectedRange" ->
                update(FakeArea.Kind.PROTECTED, "protectedRange", request, edit, NO_PROTECTED);
            case "deleteProtectedRange" -> delete(FakeArea.Kind.PROTECTED, request, edit, NO_PROTECTED);
            case "addTable" -> reply.set("table", add(FakeArea.Kind.TABLE, request.path("table"), edit));
            case "updateTable" -> update(FakeArea.Kind.TABLE, "table", request, edit, NO_TABLE);
            case "deleteTable" -> delete(FakeArea.Kind.TABLE, request, edit, NO_TABLE);
            case "addBanding" ->
                reply.set("bandedRange", add(FakeArea.Kind.BANDING, request.path("bandedRange"), edit));
            case "deleteBanding" -> delete(FakeArea.Kind.BANDING, request, edit, "No banding with id: ");
            case "setBasicFilter" -> {
                FakeGridSheet sheet =
                        edit.find(request.path("filter").path("range")).sheet();
                sheet.areas().removeIf(area -> area.kind() == FakeArea.Kind.FILTER);
                add(FakeArea.Kind.FILTER, request.path("filter"), edit);
            }
            case "clearBasicFilter" ->
                edit.document()
                        .sheet(request.path("sheetId").asInt())
                        .areas()
                        .removeIf(area -> area.kind() == FakeArea.Kind.FILTER);
            case "addConditionalFormatRule" -> {
                ObjectNode rule = request.path("rule").deepCopy();
                rule.set("range", rule.path("ranges").path(0));
                rule.remove("ranges");
                add(FakeArea.Kind.CONDITIONAL, rule, edit);
            }
            case "mergeCells" -> merge(request, edit);
            case "unmergeCells" -> {
                FakeRangeText.Found found = edit.find(request.path("range"));
                found.sheet()
                        .areas()
                        .removeIf(area -> area.kind() == FakeArea.Kind.MERGE
                                && area.range().box(found.sheet().grid()).intersects(found.box()));
            }
            default -> {
                return null;
            }
        }
        return reply;
    }

    /** Adds an area and gives it as Google answers it; bounds that are missing are those of the grid. */
    private static ObjectNode add(FakeArea.Kind kind, JsonNode json, FakeEdit edit) {
        FakeRangeText.Found found = edit.find(json.path("range"));
        FakeRange range = kind == FakeArea.Kind.PROTECTED || kind == FakeArea.Kind.NAMED
                ? found.range()
                : FakeRange.of(found.sheet().id(), found.inGrid());
        String given = kind.idField().isEmpty() ? "" : json.path(kind.idField()).asText();
        String id = kind.idField().isEmpty() || !given.isEmpty()
                ? given
                : Integer.toString(edit.document().freshId());
        ObjectNode more = json.deepCopy();
        more.remove(List.of("range", kind.idField()));
        more.properties().removeIf(field -> field.getValue().isNull());
        if (kind == FakeArea.Kind.TABLE) {
            FakeArea table = FakeTables.create(edit, found.sheet(), id, range, more);
            found.sheet().areas().add(table);
            return FakeTables.json(table, found.sheet().grid(), edit.user());
        }
        FakeArea area = new FakeArea(kind, id, range, more);
        found.sheet().areas().add(area);
        return area.json(edit.user());
    }

    private static ObjectNode protect(JsonNode json, FakeEdit edit) {
        ObjectNode asked = json.deepCopy();
        asked.remove("requestingUserCanEdit");
        if (!asked.path("warningOnly").asBoolean()) {
            asked.remove("warningOnly");
        }
        ObjectNode editors = asked.path("editors") instanceof ObjectNode given ? given : asked.putObject("editors");
        editors.properties().removeIf(field -> field.getValue().isEmpty());
        ObjectNode answered = editors.deepCopy();
        boolean asksForIt = false;
        for (JsonNode user : editors.path("users")) {
            asksForIt |= user.asText().equals(edit.user());
        }
        if (!asksForIt) {
            editors.withArray("users").add(edit.user()); // the user that protects may edit
        }
        ObjectNode reply = add(FakeArea.Kind.PROTECTED, asked, edit).deepCopy();
        return reply.set("editors", answered); // as it was asked for, recorded so
    }

    private static void update(FakeArea.Kind kind, String field, JsonNode request, FakeEdit edit, String missing) {
        JsonNode given = request.path(field);
        FakeArea area = edit.document().area(kind, given.path(kind.idField()).asText(), missing);
        if (area.isProtection() && !area.isEditableBy(edit.user())) {
            throw FakeGoogleError.protectedCell();
        }
        ObjectNode changed = area.json(FakeDocument.OWNER).deepCopy();
        FakeEdit.mask(request).copy(given, changed);
        FakeRangeText.Found found = edit.find(changed.path("range"));
        FakeGridSheet old = edit.document().sheet(area.range().sheetId());
        int place = old.areas().indexOf(area);
        old.areas().remove(area);
        changed.remove(List.of("range", kind.idField(), "requestingUserCanEdit"));
        FakeArea updated = kind == FakeArea.Kind.TABLE
                ? FakeTables.create(edit, found.sheet(), area.id(), found.range(), changed)
                : new FakeArea(kind, area.id(), found.range(), changed);
        found.sheet()
                .areas()
                .add(found.sheet() == old ? place : found.sheet().areas().size(), updated);
    }

    private static void delete(FakeArea.Kind kind, JsonNode request, FakeEdit edit, String missing) {
        FakeArea area = edit.document().area(kind, request.path(kind.idField()).asText(), missing);
        if (area.isProtection() && !area.isEditableBy(edit.user())) {
            throw FakeGoogleError.protectedCell();
        }
        FakeGridSheet sheet = edit.document().sheet(area.range().sheetId());
        sheet.areas().remove(area);
        if (kind == FakeArea.Kind.TABLE) {
            FakeBox box = area.range().box(sheet.grid());
            edit.refuseProtected(sheet, box);
            for (int row = box.top(); row < box.bottom(); row++) {
                for (int column = box.left(); column < box.right(); column++) {
                    sheet.grid().set(row, column, FakeCell.EMPTY); // deleteTable takes the data with it
                }
            }
        }
    }

    /** Keeps the first value of each merged block and clears the others. */
    private static void merge(JsonNode request, FakeEdit edit) {
        FakeRangeText.Found found = edit.find(request.path("range"));
        FakeBox box = found.inGrid();
        edit.refuseProtected(found.sheet(), box);
        String type = request.path("mergeType").asText();
        int stepRows = type.equals("MERGE_ROWS") ? 1 : box.height();
        int stepColumns = type.equals("MERGE_COLUMNS") ? 1 : box.width();
        found.sheet()
                .areas()
                .removeIf(area -> area.kind() == FakeArea.Kind.MERGE
                        && area.range().box(found.sheet().grid()).intersects(box));
        FakeGrid grid = found.sheet().grid();
        for (int top = box.top(); top < box.bottom(); top += stepRows) {
            for (int left = box.left(); left < box.right(); left += stepColumns) {
                FakeBox block = new FakeBox(top, left, top + stepRows, left + stepColumns);
                for (int row = block.top(); row < block.bottom(); row++) {
                    for (int column = block.left(); column < block.right(); column++) {
                        if (row > block.top() || column > block.left()) {
                            grid.set(row, column, grid.cell(row, column).withValue(null));
                        }
                    }
                }
                found.sheet()
                        .areas()
                        .add(new FakeArea(
                                FakeArea.Kind.MERGE,
                                "",
                                FakeRange.of(found.sheet().id(), block),
                                JsonNodeFactory.instance.objectNode()));
            }
        }
    }

    private static void refuseName(FakeEdit edit, String name) {
        if (!NAME.matcher(name).matches() || name.matches("[A-Za-z]{1,3}\\d+")) {
            throw FakeGoogleError.invalid("Invalid name: " + name);
        }
        if (edit.document().named(name) != null) {
            throw FakeGoogleError.invalid("A named range with name: " + name + " already exists.");
        }
    }
}
