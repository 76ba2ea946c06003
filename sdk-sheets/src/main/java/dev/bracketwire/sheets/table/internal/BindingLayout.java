// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.table.SheetBinding;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the header and columns of a binding as JSON for one column of a database, and reads them again. */
final class BindingLayout {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private BindingLayout() {}

    static String write(SheetBinding binding) {
        ObjectNode json = JSON.createObjectNode();
        Integer headerRow = binding.headerRow();
        if (headerRow != null) {
            json.put("headerRow", headerRow);
        }
        ObjectNode columns = json.putObject("columns");
        binding.columns().forEach(columns::put);
        ArrayNode without = json.putArray("without");
        binding.without().forEach(without::add);
        if (binding.key() != null) {
            json.put("key", binding.key());
        }
        return json.toString();
    }

    /**
     * Reads a binding.
     *
     * @throws SheetException if the row does not hold one
     */
    static SheetBinding read(BindingScope scope, String spreadsheet, String tab, String layout) {
        try {
            JsonNode json = JSON.readTree(layout);
            if (!json.isObject()) {
                throw new IllegalArgumentException("a layout is an object");
            }
            Map<String, String> columns = new TreeMap<>();
            json.path("columns").properties().forEach(each -> columns.put(each.getKey(), text(each.getValue())));
            List<String> without = new ArrayList<>();
            json.path("without").forEach(each -> without.add(text(each)));
            return new SheetBinding(
                    scope.tenant(),
                    scope.mode(),
                    scope.environment(),
                    new SpreadsheetId(spreadsheet),
                    tab,
                    headerRow(json.path("headerRow")),
                    columns,
                    without,
                    json.has("key") ? text(json.path("key")) : null);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SheetException(List.of(new SheetProblem(
                    scope.toString(),
                    "has a stored binding that cannot be read",
                    "",
                    "correct its row in the table sheet_binding, or delete the row and bind the tab again")));
        }
    }

    private static @Nullable Integer headerRow(JsonNode row) {
        if (row.isMissingNode()) {
            return null;
        }
        if (!row.isInt()) {
            throw new IllegalArgumentException("headerRow must be a number");
        }
        return row.intValue();
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("must be text");
        }
        return value.textValue();
    }
}
