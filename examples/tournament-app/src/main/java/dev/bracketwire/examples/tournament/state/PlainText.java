// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.util.stream.Collectors;

/**
 * Text that every database keeps unchanged and every page, log and message shows in one line. PostgreSQL refuses NUL, half
 * a surrogate pair becomes a question mark, and a line break in a name would forge lines of a log.
 */
public final class PlainText {
    private static final int LONGEST_NAME = 80;

    private PlainText() {}

    /** Whether the text has no control characters, no halves of surrogate pairs, and none that turn the text around it. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(PlainText::isPlain);
    }

    private static boolean isPlain(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && !turns(character);
    }

    /**
     * Returns a name that another platform gives, without characters that cannot be shown or that change the direction
     * of the text.
     */
    public static String name(String given) {
        String shown = line(given, LONGEST_NAME);
        return shown.isEmpty() ? "unnamed" : shown;
    }

    /** Returns one line of a text that a stranger typed, as {@link #name}, but also if it is empty. */
    public static String line(String given, int longest) {
        return given.codePoints()
                .map(character -> Character.isWhitespace(character) ? ' ' : character)
                .filter(PlainText::isPlain)
                .limit(longest)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .strip()
                .replaceAll(" +", " ");
    }

    /** Whether the character changes the direction of the text that follows. */
    private static boolean turns(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
