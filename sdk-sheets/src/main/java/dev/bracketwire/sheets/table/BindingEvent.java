// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.internal.CellValues;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the history of a binding.
 *
 * @param kind the kind of the {@link BindingChange}
 * @param binding the binding that was stored; for {@code unbind} the one that was removed
 * @param actor the person or program that did it; null if it was erased or its time is over
 * @param at when
 */
public record BindingEvent(
        String kind, SheetBinding binding, @Nullable String actor, Instant at) {
    /** Returns one line. */
    @Override
    public String toString() {
        return at + " " + kind + " by " + (actor == null ? "somebody" : CellValues.shown(actor)) + ": " + binding;
    }
}
