// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds the values of an object. A value that is missing, null or spoiled is the empty one of its type. */
final class FieldValues {
    private final Map<String, Object> values = new HashMap<>();

    void put(String name, Object value) {
        values.put(name, value);
    }

    String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    long number(String name) {
        return values.get(name) instanceof Long number ? number : 0;
    }

    int smallNumber(String name) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number(name)));
    }

    boolean flag(String name) {
        return values.get(name) instanceof Boolean flag && flag;
    }

    @Nullable
    Instant time(String name) {
        return values.get(name) instanceof Instant time ? time : null;
    }

    @Nullable
    FieldValues object(String name) {
        return values.get(name) instanceof FieldValues object ? object : null;
    }

    <T> List<T> list(String name, Function<FieldValues, T> each) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(FieldValues.class::cast).map(each).toList()
                : List.of();
    }
}
