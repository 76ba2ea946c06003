// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.util.Objects;

/**
 * One row of a batch that the receiver refused, with the reason.
 *
 * @param index the index of the row in the batch, from 0
 * @param column the column by its name; empty if the row as a whole was refused
 * @param rule the reason
 */
public record BatchProblem(int index, String column, String rule) {
    /** Requires column and rule. */
    public BatchProblem {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(rule, "rule");
    }

    /** Returns a problem of a row as a whole. */
    public static BatchProblem of(int index, String rule) {
        return new BatchProblem(index, "", rule);
    }
}
