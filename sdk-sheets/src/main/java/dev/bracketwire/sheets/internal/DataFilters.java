// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.ReadMode;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes addresses as Google's DataFilter, and reads them back. */
public final class DataFilters {
    private DataFilters() {}

    /** Writes the body of {@code values.batchGetByDataFilter}. */
    public static byte[] request(Collection<? extends CellAddress> addresses, ReadMode mode) {
        return ValuesWriter.json(json -> {
            json.writeArrayFieldStart("dataFilters");
            for (CellAddress address : addresses) {
                write(json, address);
            }
            json.writeEndArray();
            json.writeStringField("majorDimension", "ROWS");
            json.writeStringField("valueRenderOption", ValuesWriter.renderOption(mode));
            json.writeStringField("dateTimeRenderOption", "SERIAL_NUMBER");
        });
    }

    /** Writes the body of a request that holds filters alone. */
    static byte[] body(Collection<? extends CellAddress> addresses) {
        return ValuesWriter.json(json -> {
            json.writeArrayFieldStart("dataFilters");
            for (CellAddress address : addresses) {
                write(json, address);
            }
            json.writeEndArray();
        });
    }

    /** Writes one filter as an object. */
    static void write(JsonGenerator json, CellAddress address) throws IOException {
        json.writeStartObject();
        if (address instanceof A1 a1) {
            json.writeStringField("a1Range", a1.toString());
        } else if (address instanceof GridRange range) {
            json.writeObjectFieldStart("gridRange");
            CellBounds cells = range.cells();
            json.writeNumberField("sheetId", range.sheetId());
            bound(json, "startRowIndex", cells.startRow(), 0);
            bound(json, "endRowIndex", cells.endRow(), CellBounds.UNBOUNDED);
            bound(json, "startColumnIndex", cells.startColumn(), 0);
            bound(json, "endColumnIndex", cells.endColumn(), CellBounds.UNBOUNDED);
            json.writeEndObject();
        } else if (address instanceof MetadataLookup lookup) {
            json.writeObjectFieldStart("developerMetadataLookup");
            json.writeStringField("metadataKey", lookup.key());
            text(json, "metadataValue", lookup.value());
            if (lookup.id() != null) {
                json.writeNumberField("metadataId", lookup.id());
            }
            text(json, "locationType", lookup.location());
            text(json, "visibility", lookup.visibility());
            if (lookup.sheetId() != null) {
                json.writeObjectFieldStart("metadataLocation");
                json.writeNumberField("sheetId", lookup.sheetId());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void bound(JsonGenerator json, String field, int value, int none) throws IOException {
        if (value != none) {
            json.writeNumberField(field, value);
        }
    }

    private static void text(JsonGenerator json, String field, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value.toString());
        }
    }

    /** Reads the filter at the parser. */
    static CellAddress read(JsonParser parser, String path) throws IOException, MalformedValuesException {
        Map<String, String> leaves = new HashMap<>();
        leaves(parser, path, "", leaves);
        try {
            if (leaves.containsKey("a1Range")) {
                return A1.parse(text(leaves, "a1Range"));
            }
            if (leaves.containsKey("gridRange")) {
                return new GridRange(
                        integer(leaves, "gridRange.sheetId", 0),
                        new CellBounds(
                                integer(leaves, "gridRange.startRowIndex", 0),
                                integer(leaves, "gridRange.endRowIndex", CellBounds.UNBOUNDED),
                                integer(leaves, "gridRange.startColumnIndex", 0),
                                integer(leaves, "gridRange.endColumnIndex", CellBounds.UNBOUNDED)));
            }
            String in = "developerMetadataLookup.";
            String location = leaves.get(in + "locationType");
            String visibility = leaves.get(in + "visibility");
            return new MetadataLookup(
                    text(leaves, in + "metadataKey"),
                    leaves.get(in + "metadataValue"),
                    leaves.containsKey(in + "metadataId") ? Integer.valueOf(text(leaves, in + "metadataId")) : null,
                    location == null ? null : MetadataLookup.Location.valueOf(location),
                    leaves.containsKey(in + "metadataLocation")
                            ? Integer.valueOf(integer(leaves, in + "metadataLocation.sheetId", 0))
                            : null,
                    visibility == null ? null : MetadataLookup.Visibility.valueOf(visibility));
        } catch (IllegalArgumentException e) {
            throw new MalformedValuesException(path, "a filter of the request", "is none");
        }
    }

    private static String text(Map<String, String> leaves, String field) {
        return leaves.getOrDefault(field, "");
    }

    private static int integer(Map<String, String> leaves, String field, int absent) {
        String text = leaves.get(field);
        return text == null ? absent : Integer.parseInt(text);
    }

    private static void leaves(JsonParser parser, String path, String prefix, Map<String, String> leaves)
            throws IOException, MalformedValuesException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedValuesException(path, "an object", ValuesReader.found(parser.currentToken()));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                leaves.put(field, "");
                leaves(parser, path, field + ".", leaves);
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                leaves.put(field, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }
}
