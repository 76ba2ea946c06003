// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.Malformed;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chooses how the rows of a type are made. */
public final class Binders {
    private Binders() {}

    /** Gives the binder of a type. */
    @SuppressWarnings("unchecked") // each makes what its type says
    public static <T> Binder<T> of(Type type, Faults faults) {
        Type raw = type instanceof ParameterizedType given ? given.getRawType() : type;
        if (raw == Map.class || raw == Object.class) {
            return (Binder<T>) new MapBinder();
        }
        if (raw == List.class) {
            return (Binder<T>) new ListBinder();
        }
        if (raw instanceof Class<?> record && record.isRecord() && type == raw) {
            Binder<T> binder = new RecordBinder<>((Class<T>) record, faults);
            return faults.wantsData() ? new Twice<>(binder, faults) : binder;
        }
        return new Through<>(new MapBinder(), row -> (T) Json.convert(row, type), faults);
    }

    /** Makes a map, and then what is wanted of it. */
    private static class Through<T> implements Binder<T> {
        private final MapBinder map;
        private final Function<Map<String, @Nullable Object>, @Nullable T> then;
        private final Faults faults;

        Through(MapBinder map, Function<Map<String, @Nullable Object>, @Nullable T> then, Faults faults) {
            this.map = map;
            this.then = then;
            this.faults = faults;
        }

        @Override
        public Slot slot(String column) {
            return map.slot(column);
        }

        @Override
        public void begin() {
            map.begin();
        }

        @Override
        public @Nullable T build() {
            try {
                return then.apply(map.build());
            } catch (IllegalArgumentException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                faults.add(Malformed.path(cause), Malformed.found(cause), "");
                return null;
            }
        }

        @Override
        public Map<String, @Nullable Object> data() {
            return map.data();
        }
    }

    /** Keeps each row as it was read, for the quarantine. */
    private static final class Twice<T> extends Through<T> {
        private final Binder<T> typed;

        Twice(Binder<T> typed, Faults faults) {
            super(new MapBinder(), row -> refill(typed, row, faults), faults);
            this.typed = typed;
        }

        @Override
        public List<String> missing(List<String> columns) {
            return typed.missing(columns);
        }
    }

    private static <T> @Nullable T refill(Binder<T> typed, Map<String, @Nullable Object> row, Faults faults) {
        typed.begin();
        row.forEach((column, value) -> {
            Slot slot = typed.slot(column);
            if (slot != null) {
                slot.row = faults.row();
                if (value instanceof String text) {
                    slot.text(text);
                } else {
                    slot.value(value);
                }
            }
        });
        return typed.build();
    }
}
