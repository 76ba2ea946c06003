// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.io.Serializable;

/**
 * One thing that is wrong with a table that was restored. It shows no value but that of the key.
 *
 * @param table the table
 * @param row the row by its key, such as {@code id 17}; empty if the table as a whole is wrong
 * @param column the column; empty if the row as a whole is wrong
 * @param rule what is wrong
 */
public record TableProblem(String table, String row, String column, String rule) implements Serializable {
    @Override
    public String toString() {
        return table + (row.isEmpty() ? "" : ", " + row) + (column.isEmpty() ? "" : ", column " + column) + ": " + rule;
    }
}
