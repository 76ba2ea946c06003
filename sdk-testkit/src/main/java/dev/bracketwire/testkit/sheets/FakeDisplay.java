// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats values as a cell shows them, in the locale en_US. */
final class FakeDisplay {
    /** Day 0 of Google's serial dates. */
    static final LocalDateTime EPOCH = LocalDateTime.of(1899, 12, 30, 0, 0);

    private static final String HALVES = "am/pm";

    private FakeDisplay() {}

    /** Writes a number without a fraction that it does not have. */
    static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? LongNode.valueOf((long) number)
                : DoubleNode.valueOf(number);
    }

    static boolean isDate(FakeCell cell) {
        return cell.pattern("DATE", "DATE_TIME", "TIME") != null;
    }

    static String text(FakeCell cell, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean bool) {
            return bool ? "TRUE" : "FALSE";
        }
        return value instanceof Double number ? text(cell, number.doubleValue()) : value.toString();
    }

    private static String text(FakeCell cell, double number) {
        String date = cell.pattern("DATE", "DATE_TIME", "TIME");
        if (date != null) {
            return date(number, date.isEmpty() ? "M/d/yyyy" : date);
        }
        String percent = cell.pattern("PERCENT");
        String pattern = percent == null ? cell.pattern("NUMBER", "CURRENCY") : percent.isEmpty() ? "0.00%" : percent;
        if (pattern != null && pattern.matches("[#,]*0(\\.0+)?%?")) {
            return patterned(number, pattern);
        }
        return general(number);
    }

    private static String patterned(double number, String pattern) {
        boolean percent = pattern.endsWith("%");
        int point = pattern.indexOf('.');
        int decimals = point < 0 ? 0 : pattern.length() - point - 1 - (percent ? 1 : 0);
        BigDecimal rounded =
                BigDecimal.valueOf(percent ? number * 100 : number).setScale(decimals, RoundingMode.HALF_UP);
        String text = pattern.contains(",")
                ? String.format(Locale.ROOT, "%,." + decimals + "f", rounded)
                : rounded.toPlainString();
        return percent ? text + "%" : text;
    }

    private static String general(double number) {
        if (Math.abs(number) >= 1e15) {
            return String.format(Locale.ROOT, "%.5E", number)
                    .replaceAll("0+E", "E")
                    .replace(".E", "E");
        }
        BigDecimal rounded = new BigDecimal(number, MathContext.DECIMAL64).setScale(9, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Formats a serial date by a pattern of Sheets, where m is a minute after h and a month elsewhere. */
    static String date(double serial, String pattern) {
        LocalDateTime when = EPOCH.plusSeconds(Math.round(serial * 86_400));
        StringBuilder java = new StringBuilder();
        int literalEnd = -1;
        boolean time = false;
        boolean halves = pattern.toLowerCase(Locale.ROOT).contains(HALVES);
        for (int i = 0; i < pattern.length(); ) {
            if (pattern.regionMatches(true, i, HALVES, 0, HALVES.length())) {
                java.append('a');
                i += HALVES.length();
                continue;
            }
            char each = pattern.charAt(i);
            int end = i;
            while (end < pattern.length() && pattern.charAt(end) == each) {
                end++;
            }
            String run = pattern.substring(i, end);
            switch (each) {
                case 'h', 'H' -> {
                    java.append(halves ? run.toLowerCase(Locale.ROOT) : run.toUpperCase(Locale.ROOT));
                    time = true;
                }
                case 's' -> java.append(run);
                case 'm', 'M' -> java.append(time ? run : run.toUpperCase(Locale.ROOT));
                case 'y', 'd' -> {
                    java.append(each == 'd' && run.length() > 2 ? run.replace('d', 'E') : run);
                    time = false;
                }
                default -> {
                    if (literalEnd == java.length()) {
                        java.setLength(literalEnd - 1); // two quotes side by side would be a quote
                    } else {
                        java.append('\'');
                    }
                    java.append(run.replace("'", "''")).append('\'');
                    literalEnd = java.length();
                }
            }
            i = end;
        }
        return DateTimeFormatter.ofPattern(java.toString(), Locale.US).format(when);
    }
}
