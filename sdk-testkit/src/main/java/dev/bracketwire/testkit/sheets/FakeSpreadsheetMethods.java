// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the methods of {@code spreadsheets}, of its tabs and of its developer metadata. */
final class FakeSpreadsheetMethods {
    private static final String FILTERS = "dataFilters";
    private static final String METADATA = "developerMetadata";

    private FakeSpreadsheetMethods() {}

    static List<FakeMethod> all() {
        return List.of(
                FakeMethod.read("get", "GET", "", "", "Spreadsheet", FakeSpreadsheetMethods::get),
                FakeMethod.read(
                        "getByDataFilter",
                        "POST",
                        ":getByDataFilter",
                        "GetSpreadsheetByDataFilterRequest",
                        "Spreadsheet",
                        FakeSpreadsheetMethods::getByDataFilter),
                FakeMethod.write(
                        "batchUpdate",
                        "POST",
                        ":batchUpdate",
                        "BatchUpdateSpreadsheetRequest",
                        "BatchUpdateSpreadsheetResponse",
                        FakeSpreadsheetMethods::batchUpdate),
                FakeMethod.write(
                        "sheets.copyTo",
                        "POST",
                        "/sheets/(\\d+):copyTo",
                        "CopySheetToAnotherSpreadsheetRequest",
                        "SheetProperties",
                        FakeSpreadsheetMethods::copyTo),
                FakeMethod.read(
                                "developerMetadata.get",
                                "GET",
                                "/developerMetadata/(\\d+)",
                                "",
                                "DeveloperMetadata",
                                FakeSpreadsheetMethods::metadata)
                        .withoutReadOnly(),
                FakeMethod.read(
                        "developerMetadata.search",
                        "POST",
                        "/developerMetadata:search",
                        "SearchDeveloperMetadataRequest",
                        "SearchDeveloperMetadataResponse",
                        FakeSpreadsheetMethods::search));
    }

    private static ObjectNode get(FakeEdit edit, FakeMethod.Input input) {
        String fields = FakeService.fields(input.request());
        boolean gridData = fields == null
                ? input.request().isTrue("includeGridData")
                : FakeMask.parse(fields).has("sheets", "data");
        List<FakeRangeText.Found> ranges =
                input.request().queries("ranges").stream().map(edit::find).toList();
        return new FakeSpreadsheetJson(edit.document(), edit.user()).write(ranges, gridData);
    }

    private static ObjectNode getByDataFilter(FakeEdit edit, FakeMethod.Input input) {
        List<FakeRangeText.Found> ranges = new ArrayList<>();
        for (JsonNode filter : input.body().path(FILTERS)) {
            ranges.addAll(FakeDataFilters.ranges(edit.document(), filter));
        }
        String fields = FakeService.fields(input.request());
        boolean gridData = fields == null
                ? input.body().path("includeGridData").asBoolean()
                : FakeMask.parse(fields).has("sheets", "data");
        ObjectNode json = new FakeSpreadsheetJson(edit.document(), edit.user()).write(ranges, gridData);
        if (ranges.isEmpty() && !input.body().path(FILTERS).isEmpty()) {
            json.remove("sheets");
        }
        return json;
    }

    private static ObjectNode batchUpdate(FakeEdit edit, FakeMethod.Input input) {
        JsonNode body = input.body();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("spreadsheetId", edit.document().id());
        json.set("replies", FakeStructure.apply(body.path("requests"), edit));
        if (body.path("includeSpreadsheetInResponse").asBoolean()) {
            List<FakeRangeText.Found> ranges = new ArrayList<>();
            body.path("responseRanges").forEach(range -> ranges.add(edit.find(range.asText())));
            json.set(
                    "updatedSpreadsheet",
                    new FakeSpreadsheetJson(edit.document(), edit.user())
                            .write(ranges, body.path("responseIncludeGridData").asBoolean()));
        }
        return json;
    }

    private static ObjectNode copyTo(FakeEdit edit, FakeMethod.Input input) {
        FakeGridSheet source = edit.document().sheet(Integer.parseInt(input.rest()));
        String target = input.body().path("destinationSpreadsheetId").asText();
        if (target.equals(edit.document().id())) {
            return copied(edit.document(), source);
        }
        return input.library().change(target, edit.user(), other -> copied(other.document(), source));
    }

    private static ObjectNode copied(FakeDocument document, FakeGridSheet source) {
        String title = "Copy of " + source.title();
        for (int i = 2; document.find(title) != null; i++) {
            title = "Copy of " + source.title() + " " + i;
        }
        FakeGridSheet copy = source.copy(document.freshId(), title);
        document.sheets().add(copy);
        document.refuseTooManyCells();
        return copy.properties(document.sheets().size() - 1);
    }

    private static ObjectNode metadata(FakeEdit edit, FakeMethod.Input input) {
        return edit.document().metadata().stream()
                .filter(entry -> Integer.toString(entry.id()).equals(input.rest()))
                .findFirst()
                .map(FakeMetadata::json)
                .orElseThrow(FakeGoogleError::notFound);
    }

    private static ObjectNode search(FakeEdit edit, FakeMethod.Input input) {
        Map<FakeMetadata, ArrayNode> matched = new LinkedHashMap<>();
        for (JsonNode filter : input.body().path(FILTERS)) {
            for (FakeMetadata entry : FakeDataFilters.metadata(edit.document(), filter)) {
                matched.computeIfAbsent(entry, key -> JsonNodeFactory.instance.arrayNode())
                        .add(filter);
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        matched.forEach((entry, filters) -> {
            ObjectNode each = json.withArray("matchedDeveloperMetadata").addObject();
            each.set(METADATA, entry.json());
            each.set(FILTERS, filters);
        });
        return json;
    }
}
