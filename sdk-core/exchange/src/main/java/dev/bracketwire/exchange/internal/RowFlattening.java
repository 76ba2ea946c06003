// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nested rows as flat ones and back: a field of an object in a row is the column {@code object.field}; a list is one
 * column that holds JSON.
 */
public final class RowFlattening {
    private RowFlattening() {}

    /** Flattens. */
    public static Map<String, @Nullable Object> flat(Map<String, ?> row) {
        Map<String, @Nullable Object> flat = new LinkedHashMap<>();
        row.forEach((name, value) -> flatten(name, value, flat));
        return flat;
    }

    private static void flatten(String path, @Nullable Object value, Map<String, @Nullable Object> flat) {
        if (value instanceof Map<?, ?> object && !object.isEmpty()) {
            object.forEach((name, inner) -> flatten(path + "." + name, inner, flat));
        } else {
            flat.put(path, value);
        }
    }

    /**
     * Unflattens.
     *
     * @throws IllegalArgumentException if a column would be a value and an object
     */
    public static Map<String, @Nullable Object> nested(Map<String, ?> row) {
        Map<String, @Nullable Object> nested = new LinkedHashMap<>();
        row.forEach((path, value) -> put(nested, path, value));
        return nested;
    }

    @SuppressWarnings("unchecked") // only this puts one there
    static void put(Map<String, @Nullable Object> object, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        // A column may begin or end with a dot, as "No." does.
        if (dot <= 0 || dot == path.length() - 1) {
            object.put(path, value);
            return;
        }
        Object inner = object.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<String, Object>());
        if (!(inner instanceof Map)) {
            throw new IllegalArgumentException(path.substring(0, dot) + " is both a column and the object of " + path);
        }
        put((Map<String, @Nullable Object>) inner, path.substring(dot + 1), value);
    }

    /** What a column of text means to a type that is more than text: JSON if it looks like it. */
    static Object tree(String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return text;
        }
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("no JSON", e.getCause());
        }
    }
}
