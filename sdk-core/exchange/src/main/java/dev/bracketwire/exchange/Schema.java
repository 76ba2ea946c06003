// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which rows are right: a {@link TableSchema}, a {@link JsonSchema}, or a rule of your own. */
@FunctionalInterface
public interface Schema {
    /** Begins to check the rows of one table. */
    Checker checker();

    /** Checks the rows of one table, and may remember what it saw. */
    @FunctionalInterface
    interface Checker {
        /** Returns the problems of a row; empty if it is valid. */
        List<Problem> check(Map<String, ? extends @Nullable Object> row);
    }

    /**
     * One problem of a row.
     *
     * @param column the column; empty if the row as a whole is wrong
     * @param rule what is wrong
     * @param value what stood there; empty if nothing did
     */
    record Problem(String column, String rule, String value) {}
}
