// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import dev.bracketwire.internal.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Values as text. */
final class Cells {
    private Cells() {}

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

    /** Whether it is more than one value. */
    static boolean nested(Object value) {
        return value instanceof Map
                || (value instanceof Iterable && !(value instanceof Path))
                || value instanceof Record
                || value.getClass().isArray();
    }
}
