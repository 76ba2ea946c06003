// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import java.util.Objects;

/**
 * One thing that is wrong in a sheet, in words that an organiser understands.
 *
 * @param place the cell, column, row or tab, such as {@code Players!C7}
 * @param rule the problem, such as {@code is the same Discord name as in row 5}
 * @param value the content of the cell, shortened; empty if the place as a whole is wrong
 * @param advice the remedy
 */
public record SheetProblem(String place, String rule, String value, String advice) {
    private static final int SHOWN = 40;

    /** Shortens the value and takes line ends out of it. */
    public SheetProblem {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(advice, "advice");
        value = shown(value);
    }

    static String shown(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints().limit(SHOWN + 1L).forEach(c -> text.appendCodePoint(isShowable(c) ? c : ' '));
        return text.codePointCount(0, text.length()) > SHOWN
                ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…"
                : text.toString();
    }

    private static boolean isShowable(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** Returns the problem as a sentence. */
    @Override
    public String toString() {
        return place + ": " + (value.isEmpty() ? "" : '"' + value + "\" ") + rule
                + (advice.isEmpty() ? "" : "; " + advice);
    }
}
