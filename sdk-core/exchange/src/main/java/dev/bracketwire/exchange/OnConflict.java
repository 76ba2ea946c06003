// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.TimestampOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settles which values a row should have that is in both tables of a {@link Sync} and not the same. It may ask whoever
 * knows, and give a row that is neither; it is asked while the plan is made.
 */
@FunctionalInterface
public interface OnConflict {
    /**
     * Gives the row as it should be. A column it lacks is left as it is or, {@linkplain Sync#bothWays both ways}, taken from
     * the table that has it, the first if both have.
     *
     * @param left the row of the first table; it must not be changed
     * @param right the row of the second table; it must not be changed
     */
    Map<String, ? extends @Nullable Object> settle(
            Map<String, @Nullable Object> left, Map<String, @Nullable Object> right);

    /** Takes the row of the first table. */
    static OnConflict left() {
        return (left, right) -> left;
    }

    /** Takes the row of the second table. */
    static OnConflict right() {
        return (left, right) -> right;
    }

    /**
     * Takes the row that has the later time, or greater number, in a column; the first table's where they are equal, and
     * the one that has a value where the other has none.
     *
     * @param column holds instants, dates with or without times, or numbers; anything else ends the planning with an
     *     {@link ExchangeException}
     */
    static OnConflict newest(String column) {
        return (left, right) -> TimestampOrder.compare(column, left.get(column), right.get(column)) >= 0 ? left : right;
    }
}
