// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for the types of what is inside a record. */
final class NestedTypes {
    private NestedTypes() {}

    /** Whether what is at a path such as {@code home.rooms} is more than one value, which CSV has as JSON. */
    static boolean isMany(Type type, String path) {
        Class<?> at = raw(type);
        for (String name : path.split("\\.", -1)) {
            RecordComponent part = part(at, name);
            if (part == null) {
                return false;
            }
            at = raw(part.getGenericType());
        }
        return at.isRecord() || at.isArray() || Iterable.class.isAssignableFrom(at) || Map.class.isAssignableFrom(at);
    }

    private static @Nullable RecordComponent part(Class<?> type, String name) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .filter(part -> part.getName().equals(name))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType given) {
            return given.getRawType() == Optional.class
                    ? raw(given.getActualTypeArguments()[0])
                    : raw(given.getRawType());
        }
        return type instanceof Class<?> known ? known : Object.class;
    }
}
