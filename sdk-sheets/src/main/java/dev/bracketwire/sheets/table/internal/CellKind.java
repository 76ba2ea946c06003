// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names the form of one cell, as evidence for the role of its column. */
enum CellKind {
    EMPTY,
    /** TRUE or FALSE as a sheet stores them. */
    FLAG,
    /** A text that answers yes or no. */
    YES_NO,
    NUMBER,
    /** An id of Discord: 17 to 20 digits, as text or as a number. */
    SNOWFLAKE,
    /** A name, {@code #} and a tag that is not four digits. */
    RIOT_ID,
    /** A name, {@code #} and four digits: a Riot ID, or an old Discord name. */
    NUMBERED_NAME,
    /** A name as Discord allows it now: lower-case letters, digits, dots and underscores, or a mention. */
    HANDLE,
    PRONOUNS,
    EMAIL,
    DATE,
    ADDRESS,
    ERROR,
    TEXT;

    private static final Set<String> YES =
            Set.of("yes", "no", "y", "n", "true", "false", "x", "✓", "✔", "✅", "❌", "☑", "☐");
    private static final Set<String> PRONOUN_WORDS = Set.of(
            ("he him his she her hers they them theirs it its xe xem ze zir hir ey em fae faer any all ask none no pronouns "
                            + "pronoun preference prefer not to say and or")
                    .split(" "));
    private static final Set<String> CLEAR_PRONOUNS =
            Set.of("he", "him", "she", "her", "they", "them", "xe", "ze", "any", "it");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{17,20}");
    private static final Pattern NUMERIC = Pattern.compile("[-+]?[0-9]{1,15}(?:[.,][0-9]{1,9})?%?");
    private static final Pattern DISCORD_NAME = Pattern.compile("@?[a-z0-9._]{2,32}|@\\S{2,32}|<@!?[0-9]{17,20}>");
    private static final Pattern DAY =
            Pattern.compile("[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}(?:[ T,]+[0-9]{1,2}:[0-9]{2}.{0,20})?");
    private static final Pattern MAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,200}\\.[A-Za-z]{2,24}");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z]+");
    private static final double LEAST_SNOWFLAKE = 1e16;
    private static final int LONGEST = 120;

    static CellKind of(Cell cell) {
        if (cell instanceof Cell.Flag) {
            return FLAG;
        }
        if (cell instanceof Cell.Number number) {
            return number.value() >= LEAST_SNOWFLAKE && number.value() < 2e19 ? SNOWFLAKE : NUMBER;
        }
        return cell instanceof Cell.Error ? ERROR : of(cell.text());
    }

    private static CellKind of(String raw) {
        String text = raw.strip();
        if (text.isEmpty()) {
            return EMPTY;
        }
        if (text.length() > LONGEST) {
            return TEXT;
        }
        char first = text.charAt(0);
        if (isDigit(first) || first == '-' || first == '+') {
            if (DIGITS.matcher(text).matches()) {
                return SNOWFLAKE;
            }
            if (NUMERIC.matcher(text).matches()) {
                return NUMBER;
            }
            if (DAY.matcher(text).matches()) {
                return DATE;
            }
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (YES.contains(lower)) {
            return YES_NO;
        }
        int hash = text.lastIndexOf('#');
        if (hash > 0 && text.indexOf(',') < 0) {
            return named(text, hash);
        }
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return ADDRESS;
        }
        if (text.indexOf('@') > 0 && MAIL.matcher(text).matches()) {
            return EMAIL;
        }
        if (isPronouns(lower)) {
            return PRONOUNS;
        }
        return DISCORD_NAME.matcher(text).matches() ? HANDLE : TEXT;
    }

    private static CellKind named(String text, int hash) {
        String tag = text.substring(hash + 1).strip();
        if (tag.length() == 4 && tag.chars().allMatch(c -> isDigit((char) c))) {
            return NUMBERED_NAME;
        }
        int length = tag.codePointCount(0, tag.length());
        return length >= 2 && length <= 5 && tag.codePoints().allMatch(Character::isLetterOrDigit) ? RIOT_ID : TEXT;
    }

    private static boolean isPronouns(String lower) {
        if (lower.length() > 40) {
            return false;
        }
        String[] words = NOT_LETTERS.split(lower);
        return words.length > 0
                && Arrays.stream(words).filter(word -> !word.isEmpty()).allMatch(PRONOUN_WORDS::contains)
                && Arrays.stream(words).anyMatch(CLEAR_PRONOUNS::contains);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
