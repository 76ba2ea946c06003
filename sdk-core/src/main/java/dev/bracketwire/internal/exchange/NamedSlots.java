// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the slots of rows that name their columns each time, and notices a name that is there twice. */
final class NamedSlots {
    /** Names that are remembered; a file with ever new ones must not fill the memory. */
    private static final int MOST = 1000;

    private final Binder<?> binder;
    private final Map<String, Slot> known = new HashMap<>();
    private final Set<String> strangers = new HashSet<>();
    private final List<String> names = new ArrayList<>();
    private final List<Slot> order = new ArrayList<>();
    private int next;
    private long row;

    NamedSlots(Binder<?> binder) {
        this.binder = binder;
    }

    void begin(long newRow) {
        row = newRow;
        next = 0;
        if (!strangers.isEmpty()) {
            strangers.clear();
        }
    }

    Slot slot(String name) {
        // Most rows have the fields of the row before, in its order.
        if (next < order.size()) {
            Slot likely = order.get(next);
            if (names.get(next).equals(name)) {
                next++;
                return likely;
            }
        }
        Slot slot = found(name);
        if (next == order.size() && next < MOST) {
            names.add(name);
            order.add(slot);
            next++;
        }
        return slot;
    }

    private Slot found(String name) {
        Slot slot = known.get(name);
        if (slot == null) {
            Slot asked = binder.slot(name);
            slot = asked == null ? new Nowhere(name) : asked;
            if (known.size() < MOST) {
                known.put(name, slot);
            }
        }
        return slot;
    }

    /** Whether the slot had no value in this row before. */
    boolean first(Slot slot) {
        if (slot.row == row || (known.size() >= MOST && !strangers.add(slot.column))) {
            return false;
        }
        slot.row = row;
        return true;
    }

    private static final class Nowhere extends Slot {
        Nowhere(String column) {
            super(column);
        }

        @Override
        void text(String text) {}

        @Override
        void value(@Nullable Object value) {}
    }
}
