// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Knows the smallest and the largest value of an integer type. */
record IntegerRange(long least, long most, LongFunction<Object> boxing) {
    static @Nullable IntegerRange of(Class<?> type) {
        if (type == long.class || type == Long.class) {
            return new IntegerRange(Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
        }
        if (type == int.class || type == Integer.class) {
            return new IntegerRange(Integer.MIN_VALUE, Integer.MAX_VALUE, number -> (int) number);
        }
        if (type == short.class || type == Short.class) {
            return new IntegerRange(Short.MIN_VALUE, Short.MAX_VALUE, number -> (short) number);
        }
        return type == byte.class || type == Byte.class
                ? new IntegerRange(Byte.MIN_VALUE, Byte.MAX_VALUE, number -> (byte) number)
                : null;
    }

    Object box(long number) {
        return boxing.apply(number);
    }
}
