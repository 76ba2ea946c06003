// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the values that went into its slots.
 *
 * @param <T> what a row is
 */
public interface RowBinder<T> {
    /** The slot of a column, null if nobody asks for it. */
    @Nullable
    ColumnSetter slot(String column);

    /** The columns a row cannot do without that are not among these. */
    default List<String> missing(List<String> columns) {
        return List.of();
    }

    /** Begins a row. */
    void begin();

    /** Makes the row and adds its problems to the collector. If there are any, the returned row must not be used. */
    @Nullable
    T build();

    /** The row as it was read, for a quarantine; null if it was not kept. */
    default @Nullable Map<String, @Nullable Object> data() {
        return null;
    }
}
