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
        /** What is wrong with a row; empty if nothing is. */
        List<Violation> check(Map<String, ? extends @Nullable Object> row);
    }

    /**
     * One thing that is wrong.
     *
     * @param column the column; empty if the row as a whole is wrong
     * @param rule what is wrong
     * @param value what stood there; empty if nothing did
     */
    record Violation(String column, String rule, String value) {}
}
