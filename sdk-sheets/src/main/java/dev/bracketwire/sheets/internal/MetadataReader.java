// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.MetadataLookup.Location;
import dev.bracketwire.sheets.MetadataLookup.Visibility;
import dev.bracketwire.sheets.SheetMetadata;
import java.util.ArrayList;
import java.util.List;

/** Reads the reply of {@code developerMetadata.search}. */
final class MetadataReader {
    private MetadataReader() {}

    static List<SheetMetadata> read(JsonNode reply) {
        List<SheetMetadata> found = new ArrayList<>();
        for (JsonNode matched : reply.path("matchedDeveloperMetadata")) {
            found.add(metadata(matched.path("developerMetadata")));
        }
        return List.copyOf(found);
    }

    private static SheetMetadata metadata(JsonNode node) {
        int id = node.path("metadataId").asInt();
        String key = node.path("metadataKey").asText("");
        String value = node.path("metadataValue").asText("");
        Visibility visibility =
                node.path("visibility").asText("").equals("PROJECT") ? Visibility.PROJECT : Visibility.DOCUMENT;
        JsonNode location = node.path("location");
        JsonNode lines = location.path("dimensionRange");
        if (lines.isObject()) {
            int start = lines.path("startIndex").asInt(0);
            int end = lines.path("endIndex").asInt(start + 1);
            boolean rows = lines.path("dimension").asText("").equals("ROWS");
            GridRange range = new GridRange(
                    lines.path("sheetId").asInt(0),
                    rows ? CellBounds.rows(start, end) : CellBounds.columns(start, end));
            return new SheetMetadata(id, key, value, rows ? Location.ROW : Location.COLUMN, range, visibility);
        }
        if (location.path("spreadsheet").asBoolean(false)) {
            return new SheetMetadata(id, key, value, Location.SPREADSHEET, null, visibility);
        }
        GridRange tab = new GridRange(location.path("sheetId").asInt(0), CellBounds.ALL);
        return new SheetMetadata(id, key, value, Location.SHEET, tab, visibility);
    }
}
