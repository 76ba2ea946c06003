// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a spreadsheet as {@code spreadsheets.get} answers it. */
final class FakeSpreadsheetJson {
    private final FakeDocument document;
    private final String user;
    private final FakeFormulas formulas;

    FakeSpreadsheetJson(FakeDocument document, String user) {
        this.document = document;
        this.user = user;
        this.formulas = new FakeFormulas(document);
    }

    /** Writes all, or the tabs that the ranges lie in; the cells of the ranges, or of whole tabs, if there is grid data. */
    ObjectNode write(List<FakeRangeText.Found> ranges, boolean gridData) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("spreadsheetId", document.id());
        json.set("properties", document.properties());
        ArrayNode sheets = json.putArray("sheets");
        ArrayNode named = JsonNodeFactory.instance.arrayNode();
        for (int index = 0; index < document.sheets().size(); index++) {
            FakeGridSheet sheet = document.sheets().get(index);
            sheet.areas(FakeArea.Kind.NAMED).forEach(area -> named.add(area.json(user)));
            List<FakeBox> boxes = ranges.isEmpty()
                    ? List.of(sheet.grid().box())
                    : ranges.stream()
                            .filter(range -> range.sheet().id() == sheet.id())
                            .map(FakeRangeText.Found::inGrid)
                            .toList();
            if (!boxes.isEmpty()) {
                sheets.add(sheet(sheet, index, gridData ? boxes : null));
            }
        }
        if (!named.isEmpty()) {
            json.set("namedRanges", named);
        }
        json.put("spreadsheetUrl", "https://docs.google.com/spreadsheets/d/" + document.id() + "/edit");
        metadata(json, "SPREADSHEET", 0, -1);
        return json;
    }

    private ObjectNode sheet(FakeGridSheet sheet, int index, @Nullable List<FakeBox> boxes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("properties", sheet.properties(index));
        if (boxes != null) {
            ArrayNode data = json.putArray("data");
            boxes.forEach(box -> data.add(gridData(sheet, box)));
        }
        sheet.writeAreas(json, user);
        metadata(json, "SHEET", sheet.id(), -1);
        return json;
    }

    private ObjectNode gridData(FakeGridSheet sheet, FakeBox box) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (box.top() > 0) {
            json.put("startRow", box.top());
        }
        if (box.left() > 0) {
            json.put("startColumn", box.left());
        }
        int bottom = sheet.grid().mayHoldArrays()
                ? box.bottom()
                : Math.min(box.bottom(), sheet.grid().usedRows());
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (int row = box.top(); row < bottom; row++) {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            for (int column = box.left(); column < box.right(); column++) {
                values.add(cell(sheet, row, column));
            }
            trim(values);
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            if (!values.isEmpty()) {
                line.set("values", values);
            }
            rows.add(line);
        }
        trim(rows);
        if (!rows.isEmpty()) {
            json.set("rowData", rows);
        }
        ArrayNode rowMetadata = json.putArray("rowMetadata");
        for (int row = box.top(); row < box.bottom(); row++) {
            rowMetadata.add(metadata(sheet.dimension(true, row), "ROW", sheet.id(), row));
        }
        ArrayNode columnMetadata = json.putArray("columnMetadata");
        for (int column = box.left(); column < box.right(); column++) {
            columnMetadata.add(metadata(sheet.dimension(false, column), "COLUMN", sheet.id(), column));
        }
        return json;
    }

    /** Writes one cell, its entered and its shown value. */
    private ObjectNode cell(FakeGridSheet sheet, int row, int column) {
        FakeCell cell = sheet.grid().cell(row, column);
        ObjectNode json = cell.entered();
        Object value = formulas.value(sheet, row, column);
        if (value != null) {
            json.set("effectiveValue", FakeCell.extended(value));
            json.put("formattedValue", FakeDisplay.text(cell, value));
        }
        if (json.isEmpty()) {
            return json;
        }
        ObjectNode format = document.properties().path("defaultFormat").deepCopy();
        if (cell.more().path("userEnteredFormat") instanceof ObjectNode entered) {
            format.setAll(entered.deepCopy());
        }
        json.set("effectiveFormat", format);
        String link = link(cell, formulas.link(sheet, row, column));
        if (link != null) {
            json.put("hyperlink", link);
        }
        return json;
    }

    /** Gives the one link of a cell: that of its formula, of its format, or of its text if there is one only. */
    private static @Nullable String link(FakeCell cell, @Nullable String ofFormula) {
        if (ofFormula != null) {
            return ofFormula;
        }
        List<String> links = cell.more().findValues("uri").stream()
                .map(uri -> uri.asText())
                .filter(uri -> !uri.isEmpty())
                .distinct()
                .toList();
        return links.size() == 1 ? links.get(0) : null;
    }

    private ObjectNode metadata(ObjectNode json, String type, int sheetId, int index) {
        for (FakeMetadata entry : document.metadata()) {
            if (entry.isAt(type, sheetId) && entry.index() == index) {
                json.withArray("developerMetadata").add(entry.json());
            }
        }
        return json;
    }

    private static void trim(ArrayNode list) {
        while (!list.isEmpty() && list.get(list.size() - 1).isEmpty()) {
            list.remove(list.size() - 1);
        }
    }
}
