// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

/** The characters that are there and not seen: Unicode's Default_Ignorable_Code_Point. */
public final class IgnorableCharacters {
    private static final int[] FROM_TO = {
        0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F,
        0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8,
        0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
    };

    private IgnorableCharacters() {}

    /** Whether it is one. */
    public static boolean is(int character) {
        if (character < FROM_TO[0]) {
            return false;
        }
        for (int i = 0; i < FROM_TO.length; i += 2) {
            if (character <= FROM_TO[i + 1]) {
                return character >= FROM_TO[i];
            }
        }
        return false;
    }

    /** Whether it is ASCII alone, as most names are: then much need not be looked at. */
    static boolean ascii(String text) {
        return below(text, 0x80);
    }

    private static boolean below(String text, int limit) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= limit) {
                return false;
            }
        }
        return true;
    }

    /** The text without any. */
    public static String without(String text) {
        if (none(text)) {
            return text;
        }
        StringBuilder left = new StringBuilder();
        text.codePoints().filter(each -> !is(each)).forEach(left::appendCodePoint);
        return left.toString();
    }

    private static boolean none(String text) {
        int at = 0;
        while (at < text.length()) {
            int each = text.codePointAt(at);
            if (is(each)) {
                return false;
            }
            at += Character.charCount(each);
        }
        return true;
    }

    /** The text without those and spaces at its ends. */
    public static String around(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && drops(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && drops(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static boolean drops(int character) {
        return is(character) || Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
