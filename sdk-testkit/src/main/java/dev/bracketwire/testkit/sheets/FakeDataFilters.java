// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves data filters: by developer metadata, by A1 notation, by GridRange. */
final class FakeDataFilters {
    private static final String LOOKUP = "developerMetadataLookup";

    private FakeDataFilters() {}

    /** Gives the ranges that a filter means at this moment; none if no metadata matches. */
    static List<FakeRangeText.Found> ranges(FakeDocument document, JsonNode filter) {
        if (filter.has(LOOKUP)) {
            List<FakeRangeText.Found> found = new ArrayList<>();
            for (FakeMetadata entry : metadata(document, filter)) {
                FakeRange range = entry.range();
                if (range != null) {
                    found.add(new FakeRangeText.Found(document.sheet(range.sheetId()), range, false));
                } else {
                    document.sheets()
                            .forEach(sheet -> found.add(new FakeRangeText.Found(
                                    sheet, new FakeRange(sheet.id(), null, null, null, null), false)));
                }
            }
            return found;
        }
        if (filter.has("a1Range")) {
            return List.of(FakeRangeText.parse(document, filter.path("a1Range").asText()));
        }
        if (filter.has("gridRange")) {
            FakeRange range = FakeRange.of(filter.path("gridRange"));
            return List.of(new FakeRangeText.Found(document.sheet(range.sheetId()), range, false));
        }
        throw FakeGoogleError.invalid("Must specify at least one filter in the dataFilter.");
    }

    /** Gives the metadata that a filter means: by its fields, or by where it lies. */
    static List<FakeMetadata> metadata(FakeDocument document, JsonNode filter) {
        if (!filter.has(LOOKUP)) {
            return document.metadata().stream()
                    .filter(entry ->
                            ranges(document, filter).stream().anyMatch(range -> touches(document, entry, range)))
                    .toList();
        }
        JsonNode lookup = filter.path(LOOKUP);
        return document.metadata().stream()
                .filter(entry ->
                        !lookup.has("metadataId") || lookup.path("metadataId").asInt() == entry.id())
                .filter(entry -> matches(lookup, "metadataKey", entry.key()))
                .filter(entry -> matches(lookup, "metadataValue", entry.value()))
                .filter(entry -> matches(lookup, "visibility", entry.visibility()))
                .filter(entry -> matches(lookup, "locationType", entry.locationType()))
                .filter(entry -> !lookup.has("metadataLocation") || isAt(document, entry, lookup))
                .toList();
    }

    private static boolean matches(JsonNode lookup, String field, @Nullable String value) {
        String wanted = lookup.path(field).asText();
        return wanted.isEmpty() || wanted.endsWith("_UNSPECIFIED") || wanted.equals(value);
    }

    private static boolean isAt(FakeDocument document, FakeMetadata entry, JsonNode lookup) {
        JsonNode location = lookup.path("metadataLocation");
        JsonNode dimension = location.path("dimensionRange");
        FakeRange range = null;
        if (dimension.isObject()) {
            boolean rows = dimension.path("dimension").asText().equals("ROWS");
            int start = dimension.path("startIndex").asInt();
            int end = dimension.path("endIndex").asInt();
            int sheet = dimension.path("sheetId").asInt();
            range = rows ? new FakeRange(sheet, start, end, null, null) : new FakeRange(sheet, null, null, start, end);
        } else if (location.has("sheetId")) {
            range = new FakeRange(location.path("sheetId").asInt(), null, null, null, null);
        }
        if (lookup.path("locationMatchingStrategy").asText().equals("EXACT_LOCATION")) {
            return Objects.equals(range, entry.range());
        }
        return range == null
                || touches(document, entry, new FakeRangeText.Found(document.sheet(range.sheetId()), range, false));
    }

    private static boolean touches(FakeDocument document, FakeMetadata entry, FakeRangeText.Found place) {
        FakeRange range = entry.range();
        return range == null
                || (range.sheetId() == place.sheet().id()
                        && range.box(document.sheet(range.sheetId()).grid()).intersects(place.box()));
    }
}
