// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.util.Objects;

/**
 * One row of a batch that was not taken, as whoever took the others says.
 *
 * @param index which row of the batch, counted from 0
 * @param column the column by its name; empty if the row as a whole was refused
 * @param rule why
 */
public record Refusal(int index, String column, String rule) {
    /** Refuses nulls. */
    public Refusal {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(rule, "rule");
    }

    /** Refuses a row as a whole. */
    public static Refusal of(int index, String rule) {
        return new Refusal(index, "", rule);
    }
}
