// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes harmless what a spreadsheet would take for a formula, by an apostrophe in front. */
public final class FormulaGuard {
    private static final Pattern NUMBER = Pattern.compile("[+-]\\d+([.,]\\d+)?");

    private FormulaGuard() {}

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

    /** A row that was guarded, as it was before. */
    public static Map<String, @Nullable Object> bare(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> bare = new LinkedHashMap<>();
        row.forEach((name, value) -> bare.put(bare(name), value instanceof String text ? bare(text) : value));
        return bare;
    }

    private static String bare(String text) {
        String bare = text.startsWith("'") ? text.substring(1) : text;
        return guarded(bare).equals(text) ? bare : text;
    }
}
