// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Holds one entry of developer metadata; {@code index} is that of its row or column, else -1. */
record FakeMetadata(
        int id, String key, @Nullable String value, String visibility, String locationType, int sheetId, int index) {
    private static final String DIMENSION = "dimensionRange";

    static FakeMetadata of(int id, JsonNode json) {
        JsonNode location = json.path("location");
        String key = json.path("metadataKey").asText();
        String visibility = json.path("visibility").asText();
        if (key.isEmpty()) {
            throw FakeGoogleError.invalid("developerMetadata.metadataKey must be specified.");
        }
        if (!visibility.equals("DOCUMENT") && !visibility.equals("PROJECT")) {
            throw FakeGoogleError.invalid("developerMetadata.visibility must be specified.");
        }
        String value =
                json.hasNonNull("metadataValue") ? json.path("metadataValue").asText() : null;
        if (location.has(DIMENSION)) {
            JsonNode range = location.path(DIMENSION);
            int start = range.path("startIndex").asInt();
            if (range.path("endIndex").asInt() != start + 1) {
                throw FakeGoogleError.invalid(
                        "developerMetadata.location.dimensionRange must be a single row or column.");
            }
            boolean rows = range.path("dimension").asText().equals("ROWS");
            return new FakeMetadata(
                    id,
                    key,
                    value,
                    visibility,
                    rows ? "ROW" : "COLUMN",
                    range.path("sheetId").asInt(),
                    start);
        }
        if (location.has("sheetId")) {
            return new FakeMetadata(
                    id,
                    key,
                    value,
                    visibility,
                    "SHEET",
                    location.path("sheetId").asInt(),
                    -1);
        }
        if (location.path("spreadsheet").asBoolean()) {
            return new FakeMetadata(id, key, value, visibility, "SPREADSHEET", 0, -1);
        }
        throw FakeGoogleError.invalid("developerMetadata.location must be specified.");
    }

    boolean isAt(String type, int sheet) {
        return locationType.equals(type) && (type.equals("SPREADSHEET") || sheetId == sheet);
    }

    FakeMetadata at(int sheet, int newIndex) {
        return new FakeMetadata(id, key, value, visibility, locationType, sheet, newIndex);
    }

    /** Moves with its row or column; null if that is deleted. */
    @Nullable
    FakeMetadata shifted(int sheet, FakeShift shift) {
        if (!isAt(shift.rows() ? "ROW" : "COLUMN", sheet)) {
            return this;
        }
        int moved = shift.index(index);
        return moved < 0 ? null : at(sheetId, moved);
    }

    /** Gives the cells that it stands for; null for the whole spreadsheet. */
    @Nullable
    FakeRange range() {
        return switch (locationType) {
            case "ROW" -> new FakeRange(sheetId, index, index + 1, null, null);
            case "COLUMN" -> new FakeRange(sheetId, null, null, index, index + 1);
            case "SHEET" -> new FakeRange(sheetId, null, null, null, null);
            default -> null;
        };
    }

    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("metadataId", id).put("metadataKey", key);
        if (value != null) {
            json.put("metadataValue", value);
        }
        ObjectNode location = json.putObject("location").put("locationType", locationType);
        switch (locationType) {
            case "SPREADSHEET" -> location.put("spreadsheet", true);
            case "SHEET" -> location.put("sheetId", sheetId);
            default -> {
                ObjectNode range = location.putObject(DIMENSION);
                if (sheetId != 0) {
                    range.put("sheetId", sheetId);
                }
                range.put("dimension", locationType + "S")
                        .put("startIndex", index)
                        .put("endIndex", index + 1);
            }
        }
        return json.put("visibility", visibility);
    }
}
