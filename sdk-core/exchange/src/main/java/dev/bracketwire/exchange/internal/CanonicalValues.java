// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.bracketwire.exchange.OnProblem;
import dev.bracketwire.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of any origin in one form, so that they can be compared: as a file of JSON has them, digit by digit. */
public final class CanonicalValues {
    private static final JsonFactory JSON = JsonStreams.factory(Integer.MAX_VALUE);

    private CanonicalValues() {}

    /** A record or map as a map of texts, whole numbers, decimals, truth values, lists, maps and nulls. */
    public static Map<String, @Nullable Object> row(Object row) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        RecordShape.shallow(row).forEach((column, value) -> plain.put(column, plain(value)));
        return plain;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger number) {
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? plain(new BigDecimal(value.toString())) : value.toString();
        }
        if (value instanceof BigDecimal number) {
            // JSON has no other sign of a decimal than its point.
            return number.scale() == 0 ? plain(number.unscaledValue()) : number;
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            object.forEach((name, inner) -> plain.put(String.valueOf(name), plain(inner)));
            return plain;
        }
        if (value instanceof Iterable<?> list && ValueText.nested(value)) {
            List<@Nullable Object> plain = new ArrayList<>();
            list.forEach(item -> plain.add(plain(item)));
            return plain;
        }
        return ValueText.nested(value)
                ? plain(Json.convert(value, value instanceof Record ? Map.class : List.class))
                : ValueText.text(value);
    }

    /** What two values have in common that are the same, whatever formats they are from. */
    public static String same(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            // XML has no list of one, and no format an empty one that all others have.
            return list.isEmpty() ? "" : list.size() == 1 ? same(list.get(0)) : all(list);
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, String> fields = new TreeMap<>();
            object.forEach((name, inner) -> fields.put(String.valueOf(name), same(inner)));
            fields.values().removeIf(String::isEmpty);
            return fields.isEmpty() ? "" : '{' + all(fields.entrySet());
        }
        return value instanceof String text ? text(text) : ValueText.text(value);
    }

    // Each with its length, so that no two lists look alike.
    private static String all(Iterable<?> values) {
        StringBuilder all = new StringBuilder("[");
        for (Object value : values) {
            String one = value instanceof Map.Entry<?, ?> field ? field.getKey() + "=" + field.getValue() : same(value);
            all.append(one.length()).append(':').append(one);
        }
        return all.toString();
    }

    /** CSV has lists and objects as JSON. */
    private static String text(String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return text;
        }
        try {
            return same(read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (UncheckedIOException e) {
            return text;
        }
    }

    /** Writes a row. */
    public static byte[] write(Map<String, @Nullable Object> row) {
        return Json.write(row);
    }

    /** Reads what was written. */
    @SuppressWarnings("unchecked") // a row was written
    public static Map<String, @Nullable Object> readRow(byte[] row) {
        Object read = read(row);
        return read instanceof Map ? (Map<String, @Nullable Object>) read : Map.of();
    }

    private static @Nullable Object read(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something follows");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the value a parser is at. */
    static @Nullable Object value(JsonParser parser) throws IOException {
        return JsonStreams.value(parser, "", new ProblemCollector("JSON", OnProblem.skip()));
    }
}
