// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody pasted for a Riot ID.
 *
 * @param name the part before the {@code #}
 * @param tag the part behind it
 * @param problems why it cannot be one
 */
public record PastedName(String name, String tag, List<String> problems) {
    private static final int LONGEST = 1000;
    private static final int NAME_FROM = 3;
    private static final int NAME_TO = 16;
    private static final int TAG_FROM = 3;
    private static final int TAG_TO = 5;
    private static final Pattern OP_GG = Pattern.compile(
            "(?:https?://)?(?:[a-z-]{1,10}\\.)?op\\.gg/(?:[a-z_-]{1,20}/)?summoners?/[a-z0-9]{2,5}/([^/?#]+)(?:[/?#].*)?",
            Pattern.CASE_INSENSITIVE);

    /** Reads a text. */
    public static PastedName of(String text) {
        if (text.length() > LONGEST) {
            return refused("it is longer than " + LONGEST + " characters");
        }
        String plain = IgnorableCharacters.around(text);
        Matcher page = OP_GG.matcher(plain);
        if (plain.indexOf('/') >= 0 && page.matches()) {
            String player = decoded(page.group(1));
            return split(player, player.lastIndexOf('-'), "the address names no player such as Ann-EUW");
        }
        String hashed = plain.replace('\uFF03', '#');
        if (hashed.indexOf('#') < 0) {
            hashed = hashed.replace("%23", "#");
        }
        return split(hashed, hashed.lastIndexOf('#'), "it has no # between name and tag, as in Ann#EUW");
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part; // a % that means itself
        }
    }

    private static PastedName split(String text, int at, String otherwise) {
        if (at < 0) {
            return refused(otherwise);
        }
        String name = composed(text.substring(0, at));
        String tag = composed(text.substring(at + 1));
        List<String> problems = new ArrayList<>();
        wrong(name, NAME_FROM, NAME_TO).forEach(rule -> problems.add("the name " + rule));
        wrong(tag, TAG_FROM, TAG_TO).forEach(rule -> problems.add("the tag " + rule));
        return new PastedName(name, tag, List.copyOf(problems));
    }

    private static PastedName refused(String problem) {
        return new PastedName("", "", List.of(problem));
    }

    private static String composed(String part) {
        return Normalizer.normalize(IgnorableCharacters.around(part), Normalizer.Form.NFC);
    }

    /** What is wrong with a name or a tag, as a part of a sentence. */
    public static List<String> wrong(String part, int from, int to) {
        List<String> wrong = new ArrayList<>();
        int length = part.codePointCount(0, part.length());
        if (length < from || length > to) {
            wrong.add("has " + length + (length == 1 ? " character" : " characters") + ", and " + from + " to " + to
                    + " are allowed");
        }
        if (part.isBlank() || part.equals(".") || part.equals("..")) {
            wrong.add("has no letter or digit");
        }
        if (hides(part)) {
            wrong.add("has a character in it that nobody sees: type it instead of pasting it");
        }
        if (part.indexOf('#') >= 0 || part.indexOf('/') >= 0) {
            wrong.add("has a # or a / in it");
        }
        return wrong;
    }

    private static boolean hides(String part) {
        int at = 0;
        while (at < part.length()) {
            int each = part.codePointAt(at);
            if (invisible(each)) {
                return true;
            }
            at += Character.charCount(each);
        }
        return false;
    }

    private static boolean invisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> IgnorableCharacters.is(character);
        };
    }

    /** Whether it holds letters, marks, digits and spaces alone. */
    public static boolean usual(String part) {
        return part.codePoints()
                .allMatch(each -> each == ' '
                        || Character.isLetter(each)
                        || Character.getType(each) == Character.DECIMAL_DIGIT_NUMBER
                        || Character.getType(each) == Character.NON_SPACING_MARK
                        || Character.getType(each) == Character.COMBINING_SPACING_MARK);
    }
}
