// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SheetTab;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a whole tab with its formulas, checkboxes and metadata out of one reply. */
final class TabImageReader {
    /** The mask of a request for exactly the fields that are read here. */
    static final String FIELDS = SpreadsheetInfoReader.SHEET_FIELDS.replace(
            "sheets(",
            "sheets(merges,data(startRow,startColumn,rowData(values(userEnteredValue,"
                    + "effectiveValue(numberValue,stringValue,boolValue,errorValue(type)),"
                    + "dataValidation(condition(type)))),"
                    + "columnMetadata(developerMetadata(metadataKey,metadataValue))),");

    private static final int MOST_ROWS = 1_000_000;

    private TabImageReader() {}

    /** Reads the first tab of a reply; null if it has none. */
    static @Nullable TabImage read(JsonNode spreadsheet) {
        JsonNode sheet = spreadsheet.path("sheets").path(0);
        if (!sheet.isObject()) {
            return null;
        }
        SheetTab tab = SpreadsheetInfoReader.tab(sheet);
        JsonNode data = sheet.path("data").path(0);
        int top = index(data, "startRow", MOST_ROWS);
        int left = index(data, "startColumn", CellBounds.columnIndex("ZZZ"));
        List<List<Cell>> rows = new ArrayList<>();
        List<BitSet> formulas = new ArrayList<>();
        List<BitSet> checkboxes = new ArrayList<>();
        for (int row = 0; row < top; row++) {
            rows.add(List.of());
            formulas.add(new BitSet());
            checkboxes.add(new BitSet());
        }
        for (JsonNode line : data.path("rowData")) {
            object(line);
            List<Cell> cells = new ArrayList<>();
            BitSet computed = new BitSet();
            BitSet boxes = new BitSet();
            for (int column = 0; column < left; column++) {
                cells.add(Cell.clear());
            }
            for (JsonNode cell : line.path("values")) {
                JsonNode entered = object(object(cell).path("userEnteredValue"));
                JsonNode shown = object(cell.path("effectiveValue"));
                // A cell that shows a value without an entered one is filled by a formula beside it.
                if (entered.has("formulaValue") || (shown.isObject() && !entered.isObject())) {
                    computed.set(cells.size());
                }
                if (cell.path("dataValidation")
                        .path("condition")
                        .path("type")
                        .asText("")
                        .equals("BOOLEAN")) {
                    boxes.set(cells.size());
                }
                cells.add(value(shown));
            }
            rows.add(cells);
            formulas.add(computed);
            checkboxes.add(boxes);
        }
        A1 range =
                A1.of(tab.title(), new CellBounds(0, Math.max(1, tab.rowCount()), 0, Math.max(1, tab.columnCount())));
        List<CellBounds> merges = new ArrayList<>();
        for (JsonNode merge : sheet.path("merges")) {
            GridRange merged = SpreadsheetInfoReader.range(merge);
            if (merged != null) {
                merges.add(merged.cells());
            }
        }
        return new TabImage(
                tab,
                CellGrid.of(range, ReadMode.VALUES, rows),
                formulas,
                checkboxes,
                merges,
                pins(data.path("columnMetadata"), left));
    }

    // Anything but an object would read as an empty cell, and an empty cell may be written.
    private static JsonNode object(JsonNode node) {
        if (!node.isObject() && !node.isMissingNode()) {
            throw new IllegalArgumentException("a row or a cell is " + node.getNodeType());
        }
        return node;
    }

    private static int index(JsonNode data, String field, int most) {
        return Math.max(0, Math.min(most, data.path(field).asInt(0)));
    }

    private static Map<Integer, List<String>> pins(JsonNode columns, int left) {
        Map<Integer, List<String>> pins = new HashMap<>();
        int column = left;
        for (JsonNode each : columns) {
            List<String> values = new ArrayList<>();
            for (JsonNode entry : each.path("developerMetadata")) {
                if (entry.path("metadataKey").asText("").equals(TabImage.PIN_KEY)) {
                    values.add(entry.path("metadataValue").asText(""));
                }
            }
            if (!values.isEmpty()) {
                pins.put(column, List.copyOf(values));
            }
            column++;
        }
        return pins;
    }

    private static Cell value(JsonNode value) {
        if (value.has("numberValue")) {
            double number = value.path("numberValue").asDouble();
            return Double.isFinite(number) ? new Cell.Number(number) : new Cell.Error("#NUM!");
        }
        if (value.has("boolValue")) {
            return Cell.bool(value.path("boolValue").asBoolean());
        }
        if (value.has("errorValue")) {
            return new Cell.Error(error(value.path("errorValue").path("type").asText("")));
        }
        String text = value.path("stringValue").asText("");
        return text.isEmpty() ? Cell.clear() : new Cell.Text(text);
    }

    private static String error(String type) {
        return switch (type) {
            case "NULL_VALUE" -> "#NULL!";
            case "DIVIDE_BY_ZERO" -> "#DIV/0!";
            case "VALUE" -> "#VALUE!";
            case "REF" -> "#REF!";
            case "NAME" -> "#NAME?";
            case "NUM" -> "#NUM!";
            case "N_A" -> "#N/A";
            case "LOADING" -> "Loading...";
            default -> "#ERROR!";
        };
    }
}
