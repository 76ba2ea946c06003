// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replies that hold values, as a stream: one pass, without a tree. Unknown fields are skipped. The ranges of one
 * reply share their texts.
 */
public final class ValuesReader {
    // Field names are looked at once, so that they need no table of their own.
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private static final int FEW_ROWS = 16;

    private final JsonParser parser;
    private final ReadMode mode;
    private final RepeatedValues repeated = new RepeatedValues();

    private @Nullable Object[] row = new Object[FEW_ROWS];

    private ValuesReader(JsonParser parser, ReadMode mode) {
        this.parser = parser;
        this.mode = mode;
    }

    /** Reads the reply of {@code values.get}. */
    public static CellGrid read(byte[] reply, ReadMode mode) throws MalformedValuesException {
        return parse(reply, mode, reader -> reader.range(""));
    }

    /** Reads the reply of {@code values.batchGet}, in the order of the request. */
    public static List<CellGrid> readBatch(byte[] reply, ReadMode mode) throws MalformedValuesException {
        return parse(reply, mode, reader -> {
            List<CellGrid> grids = new ArrayList<>();
            reader.each("valueRanges", path -> grids.add(reader.range(path)));
            return grids;
        });
    }

    /** Reads the reply of {@code values.batchGetByDataFilter}. */
    public static List<MatchedGrid> readMatched(byte[] reply, ReadMode mode) throws MalformedValuesException {
        return parse(reply, mode, reader -> {
            List<MatchedGrid> grids = new ArrayList<>();
            reader.each("valueRanges", path -> grids.add(reader.matched(path)));
            return grids;
        });
    }

    @FunctionalInterface
    private interface Part<T> {
        T read(ValuesReader reader) throws IOException, MalformedValuesException;
    }

    @FunctionalInterface
    private interface Element {
        void read(String path) throws IOException, MalformedValuesException;
    }

    private static <T> T parse(byte[] reply, ReadMode mode, Part<T> part) throws MalformedValuesException {
        try (JsonParser parser = JSON.createParser(reply)) {
            ValuesReader reader = new ValuesReader(parser, mode);
            parser.nextToken();
            T read = part.read(reader);
            if (parser.nextToken() != null) {
                throw new MalformedValuesException("", "one JSON object", "more follows it");
            }
            return read;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new MalformedValuesException(
                    "",
                    "JSON",
                    "is damaged" + (place == null ? "" : " or breaks off near byte " + place.getByteOffset()));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail", e);
        }
    }

    private void each(String field, Element element) throws IOException, MalformedValuesException {
        expect(JsonToken.START_OBJECT, "", "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = parser.currentName().equals(field);
            JsonToken token = parser.nextToken();
            if (!wanted || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
                continue;
            }
            expect(JsonToken.START_ARRAY, field, "a list");
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                element.read(field + "[" + i + "]");
            }
        }
    }

    private MatchedGrid matched(String path) throws IOException, MalformedValuesException {
        expect(JsonToken.START_OBJECT, path, "an object");
        CellGrid grid = null;
        List<CellAddress> filters = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("valueRange")) {
                grid = range(path + ".valueRange");
            } else if (field.equals("dataFilters") && token != JsonToken.VALUE_NULL) {
                expect(JsonToken.START_ARRAY, path + ".dataFilters", "a list");
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    filters.add(DataFilters.read(parser, path + ".dataFilters[" + i + "]"));
                }
            } else {
                parser.skipChildren();
            }
        }
        if (grid == null) {
            throw new MalformedValuesException(path + ".valueRange", "an object", "is absent");
        }
        return new MatchedGrid(grid, List.copyOf(filters));
    }

    private CellGrid range(String path) throws IOException, MalformedValuesException {
        String prefix = path.isEmpty() ? "" : path + ".";
        expect(JsonToken.START_OBJECT, path, "an object");
        A1 range = null;
        @Nullable Object[][] rows = new Object[0][];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            if (field.equals("range")) {
                expect(JsonToken.VALUE_STRING, prefix + "range", "a range in A1 notation");
                range = A1.tryParse(parser.getText()).orElse(null);
                if (range == null) {
                    throw new MalformedValuesException(prefix + "range", "a range in A1 notation", "is another text");
                }
            } else if (field.equals("majorDimension")) {
                if (token != JsonToken.VALUE_STRING || !parser.getText().equals("ROWS")) {
                    throw new MalformedValuesException(prefix + "majorDimension", "ROWS", "is something else");
                }
            } else if (field.equals("values") && token != JsonToken.VALUE_NULL) {
                rows = values(prefix + "values");
            } else {
                parser.skipChildren();
            }
        }
        if (range == null) {
            throw new MalformedValuesException(prefix + "range", "a range in A1 notation", "is absent");
        }
        return CellGrid.of(range, mode, CellStore.of(rows).rows(mode));
    }

    private @Nullable Object[][] values(String path) throws IOException, MalformedValuesException {
        expect(JsonToken.START_ARRAY, path, "a list of rows");
        @Nullable Object[][] rows = new Object[FEW_ROWS][];
        int count = 0;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
            }
            if (token != JsonToken.START_ARRAY) {
                throw new MalformedValuesException(path + "[" + count + "]", "a list of cells", found());
            }
            rows[count] = row(path, count);
            count++;
        }
        return Arrays.copyOf(rows, count);
    }

    private @Nullable Object[] row(String path, int index) throws IOException, MalformedValuesException {
        int count = 0;
        int used = 0;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (count == row.length) {
                row = Arrays.copyOf(row, 2 * count);
            }
            Object value;
            switch (token) {
                case VALUE_STRING -> value = repeated.text(parser);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value = repeated.number(number(path, index, count));
                case VALUE_TRUE -> value = true;
                case VALUE_FALSE -> value = false;
                case VALUE_NULL -> value = null;
                default ->
                    throw new MalformedValuesException(
                            path + "[" + index + "][" + count + "]", "text, a number, true or false", found());
            }
            row[count++] = value;
            if (value != null) {
                used = count;
            }
        }
        return Arrays.copyOf(row, used);
    }

    private double number(String path, int row, int column) throws IOException, MalformedValuesException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new MalformedValuesException(
                    path + "[" + row + "][" + column + "]", "a number", "is too large for any sheet");
        }
        return number;
    }

    private void expect(JsonToken token, String path, String expected) throws MalformedValuesException {
        if (parser.currentToken() != token) {
            throw new MalformedValuesException(path, expected, found());
        }
    }

    private String found() {
        return found(parser.currentToken());
    }

    /** Returns a token in words. */
    static String found(@Nullable JsonToken token) {
        if (token == null) {
            return "is absent";
        }
        return switch (token) {
            case START_OBJECT -> "is an object";
            case START_ARRAY -> "is a list";
            case VALUE_STRING -> "is text";
            case VALUE_NULL -> "is null";
            case VALUE_TRUE, VALUE_FALSE -> "is true or false";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "is a number";
            default -> "ends there";
        };
    }
}
