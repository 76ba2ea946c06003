// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.JsonProblem;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The slots of a record's components. */
final class ColumnSetters {
    private final ConstructorArguments constructorArguments;
    private final ProblemCollector problemCollector;

    ColumnSetters(ConstructorArguments constructorArguments, ProblemCollector problemCollector) {
        this.constructorArguments = constructorArguments;
        this.problemCollector = problemCollector;
    }

    Component of(String column, int index, Type type, boolean optional) {
        boolean wrapped = type instanceof ParameterizedType given && given.getRawType() == Optional.class;
        Type inner = wrapped ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
        Class<?> raw = inner instanceof Class<?> known ? known : Object.class;
        if (raw == String.class) {
            return new TextSlot(column, index, wrapped, optional);
        }
        IntegerRange integerRange = IntegerRange.of(raw);
        if (integerRange != null) {
            return new WholeSlot(column, index, wrapped, optional || wrapped, raw.isPrimitive(), integerRange);
        }
        ScalarType scalarType = ScalarType.of(boxed(raw));
        return scalarType != null
                ? new ScalarSlot(column, index, wrapped, optional || wrapped, raw.isPrimitive(), scalarType)
                : new NestedSlot(column, index, wrapped, optional || wrapped, inner);
    }

    private static Class<?> boxed(Class<?> type) {
        return type == double.class
                ? Double.class
                : type == float.class
                        ? Float.class
                        : type == boolean.class ? Boolean.class : type == char.class ? Character.class : type;
    }

    /** The slot of one component. */
    abstract class Component extends ColumnSetter {
        final int index;
        final boolean wrapped;
        final boolean optional;

        Component(String column, int index, boolean wrapped, boolean optional) {
            super(column);
            this.index = index;
            this.wrapped = wrapped;
            this.optional = optional;
        }

        /** Has no value in this row. */
        void absent() {
            if (optional) {
                constructorArguments.objects[index] = wrapped ? Optional.empty() : null;
            } else {
                problemCollector.add(column, "is missing", "");
            }
        }

        /** Makes of what was gathered what is wanted. */
        void finish() {}

        final void set(Object value) {
            constructorArguments.objects[index] = wrapped ? Optional.of(value) : value;
        }

        @Override
        void value(@Nullable Object value) {
            if (value == null) {
                absent();
            } else if (value instanceof Map || value instanceof Iterable) {
                problemCollector.add(
                        column, "is " + (value instanceof Map ? "an object" : "a list") + " and no single value", "");
            } else {
                text(value.toString());
            }
        }
    }

    private final class TextSlot extends Component {
        TextSlot(String column, int index, boolean wrapped, boolean optional) {
            super(column, index, wrapped, optional || wrapped);
        }

        @Override
        void text(String text) {
            set(text);
        }
    }

    private final class WholeSlot extends Component {
        private final boolean primitive;
        private final IntegerRange integerRange;

        WholeSlot(
                String column,
                int index,
                boolean wrapped,
                boolean optional,
                boolean primitive,
                IntegerRange integerRange) {
            super(column, index, wrapped, optional);
            this.primitive = primitive;
            this.integerRange = integerRange;
        }

        @Override
        void chars(char[] buffer, int offset, int length) {
            int at = offset;
            int end = offset + length;
            boolean minus = length > 1 && buffer[at] == '-';
            at += minus ? 1 : 0;
            // Eighteen digits are never too many for a long.
            if (at == end || end - at > 18) {
                text(new String(buffer, offset, length));
                return;
            }
            long number = 0;
            for (; at < end; at++) {
                int digit = buffer[at] - '0';
                if (digit < 0 || digit > 9) {
                    text(new String(buffer, offset, length));
                    return;
                }
                number = number * 10 + digit;
            }
            whole(minus ? -number : number);
        }

        @Override
        void text(String text) {
            String bare = text.strip();
            if (bare.isEmpty()) {
                absentText();
                return;
            }
            long number;
            try {
                number = Long.parseLong(bare);
            } catch (NumberFormatException e) {
                boolean digits = bare.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
                problemCollector.add(column, digits ? "is too large" : "is no whole number", text);
                return;
            }
            whole(number);
        }

        private void absentText() {
            if (optional) {
                absent();
            } else {
                problemCollector.add(column, "is empty, and should be a whole number", "");
            }
        }

        @Override
        void whole(long number) {
            if (number < integerRange.least() || number > integerRange.most()) {
                problemCollector.add(
                        column,
                        "is not between " + integerRange.least() + " and " + integerRange.most(),
                        Long.toString(number));
            } else if (primitive) {
                constructorArguments.numbers[index] = number;
            } else {
                set(integerRange.box(number));
            }
        }
    }

    private final class ScalarSlot extends Component {
        private final boolean primitive;
        private final ScalarType scalarType;

        ScalarSlot(
                String column, int index, boolean wrapped, boolean optional, boolean primitive, ScalarType scalarType) {
            super(column, index, wrapped, optional);
            this.primitive = primitive;
            this.scalarType = scalarType;
        }

        @Override
        void text(String text) {
            String bare = text.strip();
            if (bare.isEmpty() && optional) {
                absent();
                return;
            }
            if (bare.isEmpty()) {
                problemCollector.add(column, "is empty, and should be a " + scalarType.is(), "");
                return;
            }
            Object value;
            try {
                value = scalarType.parse().apply(bare);
            } catch (IllegalArgumentException | DateTimeException e) {
                problemCollector.add(column, scalarType.rule(), text);
                return;
            }
            if (primitive) {
                constructorArguments.numbers[index] = bits(value);
            } else {
                set(value);
            }
        }

        private long bits(Object value) {
            if (value instanceof Boolean truth) {
                return truth ? 1 : 0;
            }
            return value instanceof Character one ? one : Double.doubleToRawLongBits(((Number) value).doubleValue());
        }
    }

    /** A record, list or map in the record: kept as it came until the row is whole, then converted. */
    final class NestedSlot extends Component {
        private final Type type;
        private @Nullable Object gathered;

        NestedSlot(String column, int index, boolean wrapped, boolean optional, Type type) {
            super(column, index, wrapped, optional);
            this.type = type;
        }

        @Override
        void text(String text) {
            gathered = text;
        }

        @Override
        void value(@Nullable Object value) {
            gathered = value;
        }

        @Override
        void absent() {
            gathered = null;
        }

        /** The slot of a flattened column such as {@code home.name}. */
        ColumnSetter below(String path) {
            String inside = path.substring(column.length() + 1);
            boolean json = NestedTypes.isMany(type, inside);
            return new ColumnSetter(path) {
                @Override
                void text(String text) {
                    try {
                        value(!json ? text : text.isEmpty() ? null : RowFlattening.tree(text));
                    } catch (IllegalArgumentException e) {
                        problemCollector.add(path, "is no well-formed JSON", text);
                    }
                }

                @Override
                @SuppressWarnings("unchecked") // only this puts one there
                void value(@Nullable Object value) {
                    if (!(gathered instanceof Map)) {
                        gathered = new LinkedHashMap<String, @Nullable Object>();
                    }
                    RowFlattening.put((Map<String, @Nullable Object>) gathered, inside, value);
                }
            };
        }

        @Override
        void finish() {
            Object value = gathered;
            gathered = null;
            if (value == null || value.equals("")) {
                super.absent();
                return;
            }
            try {
                set(Json.convert(value instanceof String text ? RowFlattening.tree(text) : value, type));
            } catch (IllegalArgumentException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                String inside = JsonProblem.path(cause);
                problemCollector.add(column + (inside.isEmpty() ? "" : "." + inside), JsonProblem.found(cause), "");
            }
        }
    }
}
