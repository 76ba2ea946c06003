// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the methods of {@code spreadsheets.values}. */
final class FakeValuesMethods {
    private static final String RENDER = "responseValueRenderOption";
    private static final String DATES = "responseDateTimeRenderOption";

    private FakeValuesMethods() {}

    static List<FakeMethod> all() {
        return List.of(
                FakeMethod.read("values.get", "GET", "/values/([^/]+)", "", "ValueRange", FakeValuesMethods::get),
                FakeMethod.read(
                        "values.batchGet",
                        "GET",
                        "/values:batchGet",
                        "",
                        "BatchGetValuesResponse",
                        FakeValuesMethods::batchGet),
                FakeMethod.read(
                        "values.batchGetByDataFilter",
                        "POST",
                        "/values:batchGetByDataFilter",
                        "BatchGetValuesByDataFilterRequest",
                        "BatchGetValuesByDataFilterResponse",
                        FakeValuesMethods::batchGetByDataFilter),
                FakeMethod.write(
                        "values.update",
                        "PUT",
                        "/values/([^/]+)",
                        "ValueRange",
                        "UpdateValuesResponse",
                        FakeValuesMethods::update),
                FakeMethod.write(
                        "values.append",
                        "POST",
                        "/values/([^/]+):append",
                        "ValueRange",
                        "AppendValuesResponse",
                        FakeValuesMethods::append),
                FakeMethod.write(
                        "values.clear",
                        "POST",
                        "/values/([^/]+):clear",
                        "ClearValuesRequest",
                        "ClearValuesResponse",
                        FakeValuesMethods::clear),
                FakeMethod.write(
                        "values.batchUpdate",
                        "POST",
                        "/values:batchUpdate",
                        "BatchUpdateValuesRequest",
                        "BatchUpdateValuesResponse",
                        (edit, input) -> batchUpdate(edit, input.body(), false)),
                FakeMethod.write(
                        "values.batchUpdateByDataFilter",
                        "POST",
                        "/values:batchUpdateByDataFilter",
                        "BatchUpdateValuesByDataFilterRequest",
                        "BatchUpdateValuesByDataFilterResponse",
                        (edit, input) -> batchUpdate(edit, input.body(), true)),
                FakeMethod.write(
                        "values.batchClear",
                        "POST",
                        "/values:batchClear",
                        "BatchClearValuesRequest",
                        "BatchClearValuesResponse",
                        FakeValuesMethods::batchClear),
                FakeMethod.write(
                        "values.batchClearByDataFilter",
                        "POST",
                        "/values:batchClearByDataFilter",
                        "BatchClearValuesByDataFilterRequest",
                        "BatchClearValuesByDataFilterResponse",
                        FakeValuesMethods::batchClear));
    }

    private static ObjectNode get(FakeEdit edit, FakeMethod.Input input) {
        return new FakeValues(edit).read(edit.find(input.rest()), asked(input.request()));
    }

    private static ObjectNode batchGet(FakeEdit edit, FakeMethod.Input input) {
        ObjectNode json = begin(edit);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        FakeValues.Render render = asked(input.request());
        for (String range : input.request().queries("ranges")) {
            list.add(new FakeValues(edit).read(edit.find(range), render));
        }
        return list.isEmpty() ? json : json.set("valueRanges", list);
    }

    private static ObjectNode batchGetByDataFilter(FakeEdit edit, FakeMethod.Input input) {
        ObjectNode json = begin(edit);
        JsonNode body = input.body();
        FakeValues.Render render = FakeValues.Render.of(
                text(body, "valueRenderOption"), text(body, "dateTimeRenderOption"), text(body, "majorDimension"));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode filter : body.path("dataFilters")) {
            for (FakeRangeText.Found range : FakeDataFilters.ranges(edit.document(), filter)) {
                ObjectNode matched = list.addObject();
                matched.set("valueRange", new FakeValues(edit).read(range, render));
                matched.putArray("dataFilters").add(filter);
            }
        }
        return list.isEmpty() ? json : json.set("valueRanges", list);
    }

    private static ObjectNode update(FakeEdit edit, FakeMethod.Input input) {
        return new FakeValues(edit)
                .write(
                        edit.find(input.rest()),
                        input.body().path("values"),
                        byColumns(input.body()),
                        userEntered(input.request().query("valueInputOption")),
                        included(input.request()));
    }

    private static ObjectNode append(FakeEdit edit, FakeMethod.Input input) {
        return new FakeAppend(edit)
                .append(
                        edit.find(input.rest()),
                        input.body().path("values"),
                        byColumns(input.body()),
                        userEntered(input.request().query("valueInputOption")),
                        "INSERT_ROWS".equals(input.request().query("insertDataOption")),
                        included(input.request()));
    }

    private static ObjectNode clear(FakeEdit edit, FakeMethod.Input input) {
        return begin(edit).put("clearedRange", new FakeValues(edit).clear(edit.find(input.rest())));
    }

    private static ObjectNode batchClear(FakeEdit edit, FakeMethod.Input input) {
        ObjectNode json = begin(edit);
        ArrayNode cleared = JsonNodeFactory.instance.arrayNode();
        for (JsonNode range : input.body().path("ranges")) {
            cleared.add(new FakeValues(edit).clear(edit.find(range.asText())));
        }
        for (JsonNode filter : input.body().path("dataFilters")) {
            for (FakeRangeText.Found range : FakeDataFilters.ranges(edit.document(), filter)) {
                cleared.add(new FakeValues(edit).clear(range));
            }
        }
        return cleared.isEmpty() ? json : json.set("clearedRanges", cleared);
    }

    private static ObjectNode batchUpdate(FakeEdit edit, JsonNode body, boolean byFilter) {
        boolean userEntered = userEntered(text(body, "valueInputOption"));
        FakeValues.Render render = body.path("includeValuesInResponse").asBoolean()
                ? FakeValues.Render.of(text(body, RENDER), text(body, DATES), null)
                : null;
        FakeValues values = new FakeValues(edit);
        ArrayNode responses = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < body.path("data").size(); i++) {
            JsonNode data = body.path("data").get(i);
            try {
                List<FakeRangeText.Found> ranges = byFilter
                        ? FakeDataFilters.ranges(edit.document(), data.path("dataFilter"))
                        : List.of(edit.find(data.path("range").asText()));
                for (FakeRangeText.Found range : ranges) {
                    boolean columns = byColumns(data);
                    FakeValues.Render shown =
                            render == null ? null : new FakeValues.Render(render.value(), render.date(), columns);
                    ObjectNode response = values.write(range, data.path("values"), columns, userEntered, shown);
                    if (byFilter) {
                        response.remove("spreadsheetId");
                        response.set("dataFilter", data.path("dataFilter"));
                    }
                    responses.add(response);
                }
            } catch (FakeGoogleError e) {
                throw e.at("data[" + i + "]");
            }
        }
        ObjectNode json = begin(edit);
        values.totals(json);
        return responses.isEmpty() ? json : json.set("responses", responses);
    }

    private static ObjectNode begin(FakeEdit edit) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("spreadsheetId", edit.document().id());
    }

    private static FakeValues.Render asked(FakeRequest request) {
        return FakeValues.Render.of(
                request.query("valueRenderOption"),
                request.query("dateTimeRenderOption"),
                request.query("majorDimension"));
    }

    private static FakeValues.@Nullable Render included(FakeRequest request) {
        return request.isTrue("includeValuesInResponse")
                ? FakeValues.Render.of(request.query(RENDER), request.query(DATES), null)
                : null;
    }

    private static boolean byColumns(JsonNode valueRange) {
        return valueRange.path("majorDimension").asText().equals("COLUMNS");
    }

    private static boolean userEntered(@Nullable String option) {
        if (option == null || option.equals("INPUT_VALUE_OPTION_UNSPECIFIED")) {
            throw FakeGoogleError.invalid("'valueInputOption' is required but not specified");
        }
        if (!option.equals("RAW") && !option.equals("USER_ENTERED")) {
            String message = "Invalid value at 'value_input_option'"
                    + " (type.googleapis.com/google.apps.sheets.v4.InputValueOption), \"" + option + "\"";
            throw FakeGoogleError.violation(message, "value_input_option", message);
        }
        return option.equals("USER_ENTERED");
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.path(field).isTextual() ? json.path(field).asText() : null;
    }
}
