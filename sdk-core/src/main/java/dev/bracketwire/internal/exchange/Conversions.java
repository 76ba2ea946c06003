// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Converts values to one type. */
public abstract class Conversions {
    private Conversions() {}

    /**
     * Gives the conversion to a type.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Conversions to(Class<?> type) {
        Range range = Range.of(type);
        Scalar scalar = Scalar.of(type);
        if (range == null && scalar == null && type != String.class) {
            throw new IllegalArgumentException("no column can be converted to " + type.getName()
                    + ": take a boxed number, Boolean, String, an enum, or one of java.time");
        }
        return new Conversions() {
            @Override
            @Nullable
            Object parse(String text) {
                if (type == String.class) {
                    return text;
                }
                if (text.isBlank()) {
                    return null;
                }
                return range != null
                        ? whole(range, text.strip())
                        : Objects.requireNonNull(scalar).parse().apply(text.strip());
            }

            @Override
            String rule() {
                return scalar != null ? scalar.rule() : "is no whole number this type can hold";
            }
        };
    }

    private static Object whole(Range range, String text) {
        try {
            long number = new BigDecimal(text).longValueExact();
            if (number < range.least() || number > range.most()) {
                throw new IllegalArgumentException("out of range");
            }
            return range.box(number);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("no whole number", e);
        }
    }

    abstract @Nullable Object parse(String text);

    abstract String rule();

    /** Converts a value, or tells why it cannot and gives null. */
    public @Nullable Object apply(Object value, Consumer<String> wrong) {
        try {
            return parse(Cells.text(value));
        } catch (IllegalArgumentException | DateTimeException e) {
            wrong.accept(rule());
            return null;
        }
    }
}
