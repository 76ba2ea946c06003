// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives equal values of one reply one object. A table of fixed size holds the latest value of each slot. */
final class RepeatedValues {
    private static final int TEXTS = 4096;
    private static final int NUMBERS = 1024;
    private static final int LONGEST = 48;

    private final @Nullable String[] texts = new String[TEXTS];
    private final @Nullable Double[] numbers = new Double[NUMBERS];

    /** Returns the text at the parser; null if it is empty. */
    @Nullable
    String text(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        if (length == 0) {
            return null;
        }
        char[] characters = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        if (length > LONGEST) {
            return new String(characters, offset, length);
        }
        int hash = hash(characters, offset, length);
        int slot = (hash ^ (hash >>> 15)) & (TEXTS - 1);
        String known = texts[slot];
        if (known != null && isEqual(known, characters, offset, length)) {
            return known;
        }
        String text = new String(characters, offset, length);
        texts[slot] = text;
        return text;
    }

    /** Takes four characters a step, so that the steps wait less for one another. */
    private static int hash(char[] characters, int offset, int length) {
        int hash = length;
        int at = offset;
        int end = offset + length;
        for (; at + 3 < end; at += 4) {
            hash = hash * 0x9E37_79B1
                    + characters[at] * 29_791
                    + characters[at + 1] * 961
                    + characters[at + 2] * 31
                    + characters[at + 3];
        }
        for (; at < end; at++) {
            hash = hash * 31 + characters[at];
        }
        return hash;
    }

    private static boolean isEqual(String known, char[] characters, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != characters[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns a number as an object. */
    Double number(double number) {
        double value = number + 0.0; // -0 becomes 0, as in a sheet
        long bits = Double.doubleToRawLongBits(value);
        long mixed = bits * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> (Long.SIZE - 10));
        Double known = numbers[slot];
        if (known != null && Double.doubleToRawLongBits(known) == bits) {
            return known;
        }
        Double boxed = value;
        numbers[slot] = boxed;
        return boxed;
    }
}
