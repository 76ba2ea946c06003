// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the slots of rows that name their columns each time, and notices a name that is there twice. */
final class NamedColumns {
    /** Names that are remembered; a file with ever new ones must not fill the memory. */
    private static final int MOST = 1000;

    private final RowBinder<?> rowBinder;
    private final Map<String, ColumnSetter> known = new HashMap<>();
    private final Set<String> strangers = new HashSet<>();
    private final List<String> names = new ArrayList<>();
    private final List<ColumnSetter> order = new ArrayList<>();
    private int next;
    private long row;

    NamedColumns(RowBinder<?> rowBinder) {
        this.rowBinder = rowBinder;
    }

    void begin(long newRow) {
        row = newRow;
        next = 0;
        if (!strangers.isEmpty()) {
            strangers.clear();
        }
    }

    ColumnSetter slot(String name) {
        // Most rows have the fields of the row before, in its order.
        if (next < order.size()) {
            ColumnSetter likely = order.get(next);
            if (names.get(next).equals(name)) {
                next++;
                return likely;
            }
        }
        ColumnSetter columnSetter = found(name);
        if (next == order.size() && next < MOST) {
            names.add(name);
            order.add(columnSetter);
            next++;
        }
        return columnSetter;
    }

    private ColumnSetter found(String name) {
        ColumnSetter columnSetter = known.get(name);
        if (columnSetter == null) {
            ColumnSetter asked = rowBinder.slot(name);
            columnSetter = asked == null ? new Nowhere(name) : asked;
            if (known.size() < MOST) {
                known.put(name, columnSetter);
            }
        }
        return columnSetter;
    }

    /** Whether the slot had no value in this row before. */
    boolean first(ColumnSetter columnSetter) {
        if (columnSetter.row == row || (known.size() >= MOST && !strangers.add(columnSetter.column))) {
            return false;
        }
        columnSetter.row = row;
        return true;
    }

    private static final class Nowhere extends ColumnSetter {
        Nowhere(String column) {
            super(column);
        }

        @Override
        void text(String text) {}

        @Override
        void value(@Nullable Object value) {}
    }
}
