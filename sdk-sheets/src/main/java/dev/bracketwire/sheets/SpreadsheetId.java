// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.internal.CellValues;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a spreadsheet: the long part of its address in the browser, between {@code /d/} and {@code /edit}.
 *
 * @param value letters, digits, {@code -} and {@code _}
 */
public record SpreadsheetId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?i:https?)://)?([^/?#\\s]+)(/[^?#\\s]*)?(?:\\?([^#\\s]*))?(?:#.*)?");
    private static final Pattern IN_PATH = Pattern.compile("/(?:spreadsheets|file)(?:/u/\\d+)?/d/([^/]+)(?:/.*)?");
    private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)(?:key|id)=([^&]+)");
    private static final Pattern PREFIX = Pattern.compile("^(?:/a/[^/]+)?(?:/u/\\d+)?(?=/)");
    private static final Set<String> HOSTS = Set.of(
            "docs.google.com", "drive.google.com", "sheets.google.com", "spreadsheets.google.com", "www.google.com");
    private static final String PUBLISHED = "2PACX-";

    /** Checks the characters. */
    public SpreadsheetId {
        if (value.startsWith(PUBLISHED)) {
            throw new IllegalArgumentException(published());
        }
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("the id of a spreadsheet is letters, digits, - and _, which \""
                    + shown(value) + "\" is not; SpreadsheetId.parse also takes its address in the browser");
        }
    }

    /**
     * Returns the id, which is given without an address around it.
     *
     * @throws IllegalArgumentException if the text is no id
     */
    public static SpreadsheetId of(String value) {
        return new SpreadsheetId(value);
    }

    /**
     * Parses an id, or the address of a spreadsheet in any form that Google has used.
     *
     * @throws IllegalArgumentException if the text is neither, with the reason
     */
    public static SpreadsheetId parse(String text) {
        String given = text.strip();
        if (FORM.matcher(given).matches()) {
            return new SpreadsheetId(given);
        }
        Matcher address = ADDRESS.matcher(given);
        if (!address.matches() || !HOSTS.contains(lower(address.group(1)))) {
            throw new IllegalArgumentException(
                    "\"" + shown(given)
                            + "\" is neither the id of a spreadsheet (letters, digits, - and _) nor its address on docs.google.com");
        }
        String path =
                address.group(2) == null ? "" : PREFIX.matcher(address.group(2)).replaceFirst("");
        Matcher inPath = IN_PATH.matcher(path);
        if (inPath.matches()) {
            if (inPath.group(1).equals("e")) {
                throw new IllegalArgumentException(published());
            }
            return new SpreadsheetId(inPath.group(1));
        }
        Matcher inQuery = IN_QUERY.matcher(address.group(3) == null ? "" : address.group(3));
        if (inQuery.find()) {
            return new SpreadsheetId(inQuery.group(1));
        }
        throw new IllegalArgumentException("\"" + shown(given)
                + "\" is not the address of a spreadsheet; open the spreadsheet and copy the address from the browser");
    }

    /** Parses an id or an address; empty if the text is neither. */
    public static Optional<SpreadsheetId> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the address for a browser. */
    public URI url() {
        return URI.create("https://docs.google.com/spreadsheets/d/" + value + "/edit");
    }

    /** Returns the id alone. */
    @Override
    public String toString() {
        return value;
    }

    private static String published() {
        return "a link with /d/e/" + PUBLISHED + "... shows a published copy, which has no id; "
                + "open the spreadsheet itself and copy the address from the browser";
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        return CellValues.shown(text);
    }
}
