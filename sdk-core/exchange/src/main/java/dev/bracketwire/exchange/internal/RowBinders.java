// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.JsonProblem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Chooses how the rows of a type are made. */
public final class RowBinders {
    private RowBinders() {}

    /** Gives the binder of a type. */
    @SuppressWarnings("unchecked") // each makes what its type says
    public static <T> RowBinder<T> of(Type type, ProblemCollector problemCollector) {
        Type raw = type instanceof ParameterizedType given ? given.getRawType() : type;
        if (raw == Map.class || raw == Object.class) {
            return (RowBinder<T>) new MapBinder();
        }
        if (raw == List.class) {
            return (RowBinder<T>) new ListBinder();
        }
        if (raw instanceof Class<?> record && record.isRecord() && type == raw) {
            RowBinder<T> rowBinder = new RecordBinder<>((Class<T>) record, problemCollector);
            return problemCollector.wantsData() ? new Twice<>(rowBinder, problemCollector) : rowBinder;
        }
        return new Through<>(new MapBinder(), row -> (T) Json.convert(row, type), problemCollector);
    }

    /** Makes a map, and then what is wanted of it. */
    private static class Through<T> implements RowBinder<T> {
        private final MapBinder map;
        private final Function<Map<String, @Nullable Object>, @Nullable T> then;
        private final ProblemCollector problemCollector;

        Through(
                MapBinder map,
                Function<Map<String, @Nullable Object>, @Nullable T> then,
                ProblemCollector problemCollector) {
            this.map = map;
            this.then = then;
            this.problemCollector = problemCollector;
        }

        @Override
        public ColumnSetter slot(String column) {
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
                problemCollector.add(JsonProblem.path(cause), JsonProblem.found(cause), "");
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
        private final RowBinder<T> typed;

        Twice(RowBinder<T> typed, ProblemCollector problemCollector) {
            super(new MapBinder(), row -> refill(typed, row, problemCollector), problemCollector);
            this.typed = typed;
        }

        @Override
        public List<String> missing(List<String> columns) {
            return typed.missing(columns);
        }
    }

    private static <T> @Nullable T refill(
            RowBinder<T> typed, Map<String, @Nullable Object> row, ProblemCollector problemCollector) {
        typed.begin();
        row.forEach((column, value) -> {
            ColumnSetter columnSetter = typed.slot(column);
            if (columnSetter != null) {
                columnSetter.row = problemCollector.row();
                if (value instanceof String text) {
                    columnSetter.text(text);
                } else {
                    columnSetter.value(value);
                }
            }
        });
        return typed.build();
    }
}
