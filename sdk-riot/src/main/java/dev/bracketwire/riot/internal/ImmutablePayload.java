// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what was read from an answer unchangeable, and empty where it was missing. */
public final class ImmutablePayload {
    private ImmutablePayload() {}

    /** A list; what is null in it stays so, as Riot says it. */
    public static <T> List<T> list(@Nullable List<T> read) {
        return read == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(read));
    }

    /** A map in its order. */
    public static <T> Map<String, T> map(@Nullable Map<String, T> read) {
        return read == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(read));
    }

    /** The fields that have no component of their own, with all that is in them. */
    public static Map<String, @Nullable Object> more(@Nullable Map<String, @Nullable Object> read) {
        if (read == null || read.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        read.forEach((name, value) -> kept.put(name, frozen(value)));
        return Collections.unmodifiableMap(kept);
    }

    private static @Nullable Object frozen(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> kept = new LinkedHashMap<>();
            map.forEach((name, each) -> kept.put(String.valueOf(name), frozen(each)));
            return Collections.unmodifiableMap(kept);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> kept = new ArrayList<>(list.size());
            list.forEach(each -> kept.add(frozen(each)));
            return Collections.unmodifiableList(kept);
        }
        return value;
    }
}
