// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Converts values to one type. */
public abstract class ValueConversions {
    private ValueConversions() {}

    /**
     * Gives the conversion to a type.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ValueConversions to(Class<?> type) {
        IntegerRange integerRange = IntegerRange.of(type);
        ScalarType scalarType = ScalarType.of(type);
        if (integerRange == null && scalarType == null && type != String.class) {
            throw new IllegalArgumentException("no column can be converted to " + type.getName()
                    + ": take a boxed number, Boolean, String, an enum, or one of java.time");
        }
        return new ValueConversions() {
            @Override
            @Nullable
            Object parse(String text) {
                if (type == String.class) {
                    return text;
                }
                if (text.isBlank()) {
                    return null;
                }
                return integerRange != null
                        ? whole(integerRange, text.strip())
                        : Objects.requireNonNull(scalarType).parse().apply(text.strip());
            }

            @Override
            String rule() {
                return scalarType != null ? scalarType.rule() : "is no whole number this type can hold";
            }
        };
    }

    private static Object whole(IntegerRange integerRange, String text) {
        try {
            long number = new BigDecimal(text).longValueExact();
            if (number < integerRange.least() || number > integerRange.most()) {
                throw new IllegalArgumentException("out of range");
            }
            return integerRange.box(number);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("no whole number", e);
        }
    }

    abstract @Nullable Object parse(String text);

    abstract String rule();

    /** Converts a value, or tells why it cannot and gives null. */
    public @Nullable Object apply(Object value, Consumer<String> wrong) {
        try {
            return parse(ValueText.text(value));
        } catch (IllegalArgumentException | DateTimeException e) {
            wrong.accept(rule());
            return null;
        }
    }
}
