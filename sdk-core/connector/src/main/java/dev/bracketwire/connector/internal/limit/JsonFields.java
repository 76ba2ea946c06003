// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes values out of what was read from JSON; what has another type than expected is an error of the file. */
final class JsonFields {
    private JsonFields() {}

    static List<?> list(@Nullable Object value) {
        return as(List.class, value);
    }

    static Map<?, ?> map(@Nullable Object value) {
        return as(Map.class, value);
    }

    static String text(@Nullable Object value) {
        return as(String.class, value);
    }

    static long number(@Nullable Object value) {
        return as(Number.class, value).longValue();
    }

    private static <T> T as(Class<T> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("holds "
                    + (value == null ? "nothing" : "a " + value.getClass().getSimpleName()) + " where a "
                    + type.getSimpleName() + " should be");
        }
        return type.cast(value);
    }
}
