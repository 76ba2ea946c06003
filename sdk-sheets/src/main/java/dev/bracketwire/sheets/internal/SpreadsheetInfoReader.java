// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.SheetTab;
import dev.bracketwire.sheets.SheetTab.ProtectedCells;
import dev.bracketwire.sheets.SheetTab.TableColumn;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.SpreadsheetInfo;
import dev.bracketwire.sheets.SpreadsheetInfo.NamedCells;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the description of a spreadsheet. Fields that Google leaves out have their default. */
public final class SpreadsheetInfoReader {
    static final String SHEET_FIELDS =
            "sheets(properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount,frozenRowCount)),"
                    + "protectedRanges(protectedRangeId,range,description,warningOnly,requestingUserCanEdit),"
                    + "tables(tableId,name,range,columnProperties(columnIndex,columnName,columnType),"
                    + "rowsProperties(footerColorStyle)))";

    /** The mask of a request for exactly the fields that are read here. */
    public static final String FIELDS =
            "properties(title,locale,timeZone)," + SHEET_FIELDS + ",namedRanges(namedRangeId,name,range)";

    private SpreadsheetInfoReader() {}

    /** Reads a Spreadsheet of the API. */
    public static SpreadsheetInfo read(JsonNode spreadsheet) {
        JsonNode properties = spreadsheet.path("properties");
        List<SheetTab> tabs = new ArrayList<>();
        spreadsheet.path("sheets").forEach(sheet -> tabs.add(tab(sheet)));
        tabs.sort(Comparator.comparingInt(SheetTab::index));
        List<NamedCells> names = new ArrayList<>();
        for (JsonNode name : spreadsheet.path("namedRanges")) {
            names.add(new NamedCells(text(name, "namedRangeId"), text(name, "name"), range(name.path("range"))));
        }
        return new SpreadsheetInfo(
                text(properties, "title"), text(properties, "locale"), zone(text(properties, "timeZone")), tabs, names);
    }

    /** Reads one tab. */
    static SheetTab tab(JsonNode sheet) {
        JsonNode properties = sheet.path("properties");
        JsonNode grid = properties.path("gridProperties");
        int sheetId = properties.path("sheetId").asInt(0);
        List<ProtectedCells> protections = new ArrayList<>();
        for (JsonNode each : sheet.path("protectedRanges")) {
            GridRange range = range(each.path("range"));
            protections.add(new ProtectedCells(
                    each.path("protectedRangeId").asInt(0),
                    range == null ? new GridRange(sheetId, CellBounds.ALL) : range,
                    text(each, "description"),
                    each.path("warningOnly").asBoolean(false),
                    each.path("requestingUserCanEdit").asBoolean(false)));
        }
        List<TableInfo> tables = new ArrayList<>();
        for (JsonNode each : sheet.path("tables")) {
            tables.add(new TableInfo(
                    text(each, "tableId"),
                    text(each, "name"),
                    Objects.requireNonNullElse(range(each.path("range")), new GridRange(sheetId, CellBounds.ALL)),
                    columns(each.path("columnProperties")),
                    each.path("rowsProperties").has("footerColorStyle")));
        }
        return new SheetTab(
                sheetId,
                text(properties, "title"),
                properties.path("index").asInt(0),
                properties.path("hidden").asBoolean(false),
                grid.path("rowCount").asInt(0),
                grid.path("columnCount").asInt(0),
                grid.path("frozenRowCount").asInt(0),
                protections,
                tables);
    }

    private static List<TableColumn> columns(JsonNode properties) {
        List<JsonNode> ordered = new ArrayList<>();
        properties.forEach(ordered::add);
        ordered.sort(
                Comparator.comparingInt(column -> column.path("columnIndex").asInt(0)));
        return ordered.stream()
                .map(column -> new TableColumn(
                        text(column, "columnName"), column.path("columnType").textValue()))
                .toList();
    }

    /** Reads a GridRange of the API; null if it holds no cell, as the range of deleted cells does. */
    static @Nullable GridRange range(JsonNode range) {
        int startRow = range.path("startRowIndex").asInt(0);
        int endRow = range.path("endRowIndex").asInt(CellBounds.UNBOUNDED);
        int startColumn = range.path("startColumnIndex").asInt(0);
        int endColumn = range.path("endColumnIndex").asInt(CellBounds.UNBOUNDED);
        if (!range.isObject() || endRow <= startRow || endColumn <= startColumn) {
            return null;
        }
        return new GridRange(range.path("sheetId").asInt(0), new CellBounds(startRow, endRow, startColumn, endColumn));
    }

    private static @Nullable ZoneId zone(String name) {
        try {
            return name.isEmpty() ? null : ZoneId.of(name);
        } catch (DateTimeException e) {
            return null; // a zone newer than this Java: everything else of the spreadsheet is still of use
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
