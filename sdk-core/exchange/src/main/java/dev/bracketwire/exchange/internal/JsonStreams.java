// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of Jackson's streams, and the reading of whole values. */
final class JsonStreams {
    private static final int DEPTH = 100;

    private JsonStreams() {}

    static JsonFactory factory(int limit) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxStringLength(limit)
                        .build())
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .build();
    }

    /**
     * Reads the value the parser is at; a duplicate field is added to the problem collector.
     *
     * @param column the column for problems
     */
    static @Nullable Object value(JsonParser parser, String column, ProblemCollector problemCollector)
            throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> list(parser, column, problemCollector);
            case START_OBJECT -> object(parser, column, problemCollector);
            default -> null;
        };
    }

    private static List<@Nullable Object> list(JsonParser parser, String column, ProblemCollector problemCollector)
            throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser, column, problemCollector));
        }
        return list;
    }

    private static Map<String, @Nullable Object> object(
            JsonParser parser, String column, ProblemCollector problemCollector) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            String inner = column + "." + name;
            boolean twice = object.containsKey(name);
            object.put(name, value(parser, inner, problemCollector));
            if (twice) {
                problemCollector.add(inner, "is there twice", "");
            }
        }
        return object;
    }
}
