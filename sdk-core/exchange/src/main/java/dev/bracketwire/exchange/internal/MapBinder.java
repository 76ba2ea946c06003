// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes maps from column to value, in the order of the file. */
final class MapBinder implements RowBinder<Map<String, @Nullable Object>> {
    private Map<String, @Nullable Object> values = new LinkedHashMap<>();

    @Override
    public ColumnSetter slot(String column) {
        return new ColumnSetter(column) {
            @Override
            void text(String text) {
                values.put(column, text);
            }

            @Override
            void value(@Nullable Object value) {
                values.put(column, value);
            }
        };
    }

    @Override
    public void begin() {
        values = new LinkedHashMap<>();
    }

    @Override
    public Map<String, @Nullable Object> build() {
        return values;
    }

    @Override
    public Map<String, @Nullable Object> data() {
        return values;
    }
}
