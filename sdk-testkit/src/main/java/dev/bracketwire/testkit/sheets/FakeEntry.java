// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a value of a request into a cell, as it is (RAW) or as if a user had typed it. */
final class FakeEntry {
    static final int MOST_CHARACTERS = 50_000;

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:(?:\\d+|\\d{1,3}(,\\d{3})+)(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?(%)?");
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?");
    private static final Pattern AMERICAN = Pattern.compile("(\\d{1,2})[-/](\\d{1,2})(?:[-/](\\d{4}))?");

    private FakeEntry() {}

    /** Gives the cell after the entry; "" clears it. */
    static FakeCell enter(FakeCell old, JsonNode value, boolean userEntered, int year) {
        if (value.isBoolean()) {
            return old.withValue(value.asBoolean());
        }
        if (value.isNumber()) {
            return old.withValue(value.asDouble());
        }
        String text = value.asText();
        if (text.length() > MOST_CHARACTERS) {
            throw FakeGoogleError.invalid("Your input contains more than the maximum of " + MOST_CHARACTERS
                    + " characters in a single cell.");
        }
        if (text.isEmpty()) {
            return old.withValue(null);
        }
        return userEntered ? typed(old, text, year) : old.withValue(text);
    }

    private static FakeCell typed(FakeCell old, String text, int year) {
        if (text.startsWith("'")) {
            return old.withValue(text.substring(1));
        }
        if (text.startsWith("=") && text.length() > 1) {
            return old.withFormula(text, null);
        }
        if (old.pattern("TEXT") != null) {
            return old.withValue(text);
        }
        String word = text.strip();
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return old.withValue(word.equalsIgnoreCase("true"));
        }
        Matcher number = NUMBER.matcher(word);
        double value =
                number.matches() ? Double.parseDouble(word.replace(",", "").replace("%", "")) : Double.NaN;
        if (Double.isFinite(value)) {
            boolean percent = number.group(2) != null;
            FakeCell cell = old.withValue(percent ? value / 100 : value);
            String decimals = word.contains(".") ? "0.00" : "0";
            if (percent) {
                return formatted(cell, "PERCENT", decimals + "%");
            }
            return number.group(1) == null ? cell : formatted(cell, "NUMBER", "#,##" + decimals);
        }
        FakeCell date = date(old, word, year);
        return date == null ? old.withValue(text) : date;
    }

    private static @Nullable FakeCell date(FakeCell old, String word, int year) {
        try {
            Matcher iso = ISO.matcher(word);
            if (iso.matches()) {
                LocalDateTime when = LocalDate.of(part(iso, 1), part(iso, 2), part(iso, 3))
                        .atTime(part(iso, 4), part(iso, 5), part(iso, 6));
                boolean time = iso.group(4) != null;
                double serial = ChronoUnit.SECONDS.between(FakeDisplay.EPOCH, when) / 86_400.0;
                return formatted(
                        old.withValue(serial), time ? "DATE_TIME" : "DATE", time ? "yyyy-mm-dd h:mm:ss" : "yyyy-mm-dd");
            }
            Matcher american = AMERICAN.matcher(word);
            if (american.matches()) {
                boolean whole = american.group(3) != null;
                LocalDate day = LocalDate.of(whole ? part(american, 3) : year, part(american, 1), part(american, 2));
                return formatted(
                        old.withValue((double) ChronoUnit.DAYS.between(FakeDisplay.EPOCH.toLocalDate(), day)),
                        "DATE",
                        whole ? "m/d/yyyy" : word.contains("/") ? "m/d" : "m-d");
            }
        } catch (DateTimeException e) {
            return null; // 2026-13-45 is text
        }
        return null;
    }

    private static int part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    private static FakeCell formatted(FakeCell cell, String type, String pattern) {
        if (!cell.more().path("userEnteredFormat").path("numberFormat").isMissingNode()) {
            return cell;
        }
        ObjectNode format = cell.more().path("userEnteredFormat").isObject()
                ? cell.more().path("userEnteredFormat").deepCopy()
                : JsonNodeFactory.instance.objectNode();
        format.putObject("numberFormat")
                .put("type", type.toUpperCase(Locale.ROOT))
                .put("pattern", pattern);
        return cell.with("userEnteredFormat", format);
    }
}
