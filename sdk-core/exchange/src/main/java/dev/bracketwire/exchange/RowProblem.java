// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.internal.text.ForeignText;
import java.io.Serializable;

/**
 * One thing that is wrong with one row.
 *
 * @param row which row, counted from 1 without the header
 * @param line the line it begins at; 0 where it has none
 * @param column the column by its name; empty if the row as a whole is wrong
 * @param rule what is wrong, such as {@code is no whole number}
 * @param value what stood there, shortened; empty if nothing did
 */
public record RowProblem(long row, long line, String column, String rule, String value) implements Serializable {
    private static final int SHOWN = 40;
    private static final int COLUMN_SHOWN = 100;

    /** Shortens the value, and a column of an absurd length. */
    public RowProblem {
        column = ForeignText.shown(column, COLUMN_SHOWN);
        value = ForeignText.shown(value, SHOWN);
    }

    @Override
    public String toString() {
        return "row " + row + (line > 0 ? " (line " + line + ")" : "") + (column.isEmpty() ? "" : ", column " + column)
                + ": " + (value.isEmpty() ? "" : '"' + value + "\" ") + rule;
    }
}
