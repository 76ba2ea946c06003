// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes lists of the values alone. */
final class ListBinder implements RowBinder<List<@Nullable Object>> {
    private List<@Nullable Object> values = new ArrayList<>();

    @Override
    public ColumnSetter slot(String column) {
        return new ColumnSetter(column) {
            @Override
            void text(String text) {
                values.add(text);
            }

            @Override
            void value(@Nullable Object value) {
                values.add(value);
            }
        };
    }

    @Override
    public void begin() {
        values = new ArrayList<>();
    }

    @Override
    public List<@Nullable Object> build() {
        return Collections.unmodifiableList(values);
    }

    @Override
    public Map<String, @Nullable Object> data() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        values.forEach(value -> data.put(Integer.toString(data.size() + 1), value));
        return data;
    }
}
