// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.internal.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as text. */
final class ValueText {
    private ValueText() {}

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof BigDecimal number) {
            return number.scale() >= 0 && number.precision() < 100 ? number.toPlainString() : number.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return nested(value) ? new String(Json.write(value), StandardCharsets.UTF_8) : value.toString();
    }

    /** A value as a cell has it, null where there is nothing. */
    static @Nullable String cell(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Optional<?> optional) {
            return cell(optional.orElse(null));
        }
        return value == null ? null : text(value);
    }

    /** As {@link #cell}, where text is made harmless for spreadsheets. */
    static @Nullable String guarded(@Nullable Object value) {
        if (value instanceof String text) {
            return FormulaGuard.guarded(text);
        }
        if (value instanceof Optional<?> optional) {
            return guarded(optional.orElse(null));
        }
        return value instanceof Character ? FormulaGuard.guarded(value.toString()) : cell(value);
    }

    /** Whether it is more than one value. */
    static boolean nested(Object value) {
        return value instanceof Map
                || (value instanceof Iterable && !(value instanceof Path))
                || value instanceof Record
                || value.getClass().isArray();
    }
}
