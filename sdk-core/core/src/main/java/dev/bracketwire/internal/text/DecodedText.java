// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.text;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;

/**
 * A text without its escapes, in which each character knows where it stood: those of JSON, of URLs and of HTML, in any
 * mixture and up to four times one inside the other. Invisible characters are left out, since they may cut a secret.
 */
final class DecodedText {
    private static final int ROUNDS = 4;
    private static final int LONGEST_REFERENCE = 10;
    private static final Map<String, Character> REFERENCES = Map.ofEntries(
            entry("amp", '&'),
            entry("lt", '<'),
            entry("gt", '>'),
            entry("quot", '"'),
            entry("apos", '\''),
            entry("nbsp", ' '),
            entry("sol", '/'),
            entry("bsol", '\\'),
            entry("plus", '+'),
            entry("equals", '='),
            entry("num", '#'),
            entry("colon", ':'),
            entry("semi", ';'),
            entry("comma", ','),
            entry("period", '.'),
            entry("excl", '!'),
            entry("quest", '?'),
            entry("dollar", '$'),
            entry("percnt", '%'),
            entry("ast", '*'),
            entry("lpar", '('),
            entry("rpar", ')'),
            entry("commat", '@'),
            entry("lsqb", '['),
            entry("rsqb", ']'),
            entry("lbrack", '['),
            entry("rbrack", ']'),
            entry("lcub", '{'),
            entry("rcub", '}'),
            entry("lowbar", '_'),
            entry("Hat", '^'),
            entry("grave", '`'),
            entry("vert", '|'),
            entry("verbar", '|'),
            entry("tilde", '~'),
            entry("hyphen", '-'),
            entry("dash", '-'),
            entry("Tab", '\t'),
            entry("NewLine", '\n'));

    private char[] chars;
    private int[] from;
    private int[] to;
    private int length;

    private DecodedText(String text) {
        chars = new char[text.length()];
        from = new int[text.length()];
        to = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            if (!isInvisible(text.charAt(i))) {
                put(text.charAt(i), i, i + 1);
            }
        }
    }

    /** Decodes a text until there is nothing left to decode. */
    static DecodedText of(String text) {
        DecodedText decoded = new DecodedText(text);
        for (int round = 0; round < ROUNDS && decoded.decodeOnce(); round++) {}
        return decoded;
    }

    /** Whether a character takes no room where it is shown: bidi marks, joiners, and others of format. */
    static boolean isInvisible(char c) {
        return c > 0x7f && Character.getType(c) == Character.FORMAT;
    }

    int length() {
        return length;
    }

    char charAt(int at) {
        return chars[at];
    }

    /** Where the character began in the text. */
    int from(int at) {
        return from[at];
    }

    /** Where the character ended in the text. */
    int to(int at) {
        return to[at];
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }

    private void put(char c, int begin, int end) {
        chars[length] = c;
        from[length] = begin;
        to[length] = end;
        length++;
    }

    // In place: what is decoded is never longer than its escape.
    private boolean decodeOnce() {
        int all = length;
        boolean changed = false;
        length = 0;
        for (int i = 0; i < all; ) {
            int used = switch (chars[i]) {
                case '\\' -> backslash(i, all);
                case '%' -> percent(i, all);
                case '&' -> reference(i, all);
                default -> 0;
            };
            if (used == 0) {
                put(chars[i], from[i], to[i]);
            }
            changed |= used > 0;
            i += Math.max(1, used);
        }
        return changed;
    }

    private int emit(int codePoint, int at, int used) {
        int begin = from[at];
        int end = to[at + used - 1];
        if (Character.isBmpCodePoint(codePoint)) {
            if (!isInvisible((char) codePoint)) {
                put((char) codePoint, begin, end);
            }
        } else {
            put(Character.highSurrogate(codePoint), begin, end);
            put(Character.lowSurrogate(codePoint), begin, end);
        }
        return used;
    }

    private int backslash(int at, int all) {
        if (at + 1 >= all) {
            return 0;
        }
        char next = chars[at + 1];
        if (next == 'u' || next == 'x') {
            int digits = next == 'u' ? 4 : 2;
            int value = hex(at + 2, digits, all);
            return value < 0 ? 0 : emit(value, at, 2 + digits);
        }
        int plain = "\"\\/'bfnrt".indexOf(next);
        return plain < 0 ? 0 : emit("\"\\/'\b\f\n\r\t".charAt(plain), at, 2);
    }

    private int percent(int at, int all) {
        if (at + 1 < all && chars[at + 1] == 'u') {
            int value = hex(at + 2, 4, all);
            return value < 0 ? 0 : emit(value, at, 6);
        }
        int first = hex(at + 1, 2, all);
        if (first < 0) {
            return 0;
        }
        int more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
        int codePoint = more == 0 ? first : first & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            int next = at + 3 * i < all && chars[at + 3 * i] == '%' ? hex(at + 3 * i + 1, 2, all) : -1;
            if (next < 0x80 || next > 0xbf) {
                return emit(first, at, 3);
            }
            codePoint = codePoint << 6 | (next & 0x3f);
        }
        return Character.isValidCodePoint(codePoint) ? emit(codePoint, at, 3 * (more + 1)) : emit(first, at, 3);
    }

    private int reference(int at, int all) {
        int end = at + 1;
        while (end < all && end - at <= LONGEST_REFERENCE && isOfReference(chars[end], end == at + 1)) {
            end++;
        }
        String name = new String(chars, at + 1, end - at - 1);
        int used = end - at + (end < all && chars[end] == ';' ? 1 : 0);
        if (name.startsWith("#")) {
            boolean isHex = name.startsWith("#x") || name.startsWith("#X");
            int value = number(name.substring(isHex ? 2 : 1), isHex ? 16 : 10);
            return value < 0 ? 0 : emit(value, at, used);
        }
        Character known = REFERENCES.get(name);
        return known == null || used == end - at ? 0 : emit(known, at, used);
    }

    private static boolean isOfReference(char c, boolean first) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (first && c == '#');
    }

    private static int number(String digits, int radix) {
        try {
            int value = Integer.parseInt(digits, radix);
            return Character.isValidCodePoint(value) ? value : -1;
        } catch (NumberFormatException e) {
            return -1; // no reference; the text stays as it is
        }
    }

    private int hex(int at, int digits, int all) {
        if (at + digits > all) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = chars[i] < 0x80 ? Character.digit(chars[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** A copy that shares nothing, with each plus sign as the space that it may stand for in a form. */
    char[] withSpaces() {
        char[] copy = Arrays.copyOf(chars, length);
        for (int i = 0; i < length; i++) {
            copy[i] = copy[i] == '+' ? ' ' : copy[i];
        }
        return copy;
    }
}
