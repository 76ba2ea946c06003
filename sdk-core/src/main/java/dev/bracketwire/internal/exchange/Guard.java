// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.util.regex.Pattern;

/** Makes harmless what a spreadsheet would take for a formula, by an apostrophe in front. */
final class Guard {
    private static final Pattern NUMBER = Pattern.compile("[+-]\\d+([.,]\\d+)?");

    private Guard() {}

    static String guarded(String text) {
        if (text.isEmpty()) {
            return text;
        }
        return switch (text.charAt(0)) {
            case '=', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠' -> "'" + text;
            // A plain number with a sign is what it looks like.
            case '+', '-' -> NUMBER.matcher(text).matches() ? text : "'" + text;
            default -> text;
        };
    }
}
