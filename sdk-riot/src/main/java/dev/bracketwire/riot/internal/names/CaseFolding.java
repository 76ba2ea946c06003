// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import java.text.Normalizer;
import java.util.Locale;

/** Unicode's NFKC_Casefold, by what the JDK knows of cases. */
public final class CaseFolding {
    private static final int DOTTED_I = 0x130;
    private static final int DOTLESS_I = 0x131;
    private static final int CHEROKEE = 0x13A0;
    private static final int CHEROKEE_END = 0x13F5;
    private static final int CHEROKEE_LATE = 0x13F8;
    private static final int CHEROKEE_LATE_END = 0x13FD;
    private static final int CHEROKEE_SMALL = 0xAB70;
    private static final int CHEROKEE_SMALL_END = 0xABBF;

    private static final CharacterCache FOLDED = new CharacterCache(CaseFolding::each);

    private CaseFolding() {}

    /** The text without cases, forms and what is not seen. */
    public static String of(String text) {
        if (IgnorableCharacters.ascii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        return Normalizer.normalize(FOLDED.join(text), Normalizer.Form.NFC);
    }

    private static String each(String character) {
        String before = "";
        String folded = IgnorableCharacters.without(character);
        while (!folded.equals(before)) {
            before = folded;
            folded = IgnorableCharacters.without(Normalizer.normalize(
                    cases(Normalizer.normalize(folded, Normalizer.Form.NFKD)), Normalizer.Form.NFKC));
        }
        return folded;
    }

    private static String cases(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(each -> fold(each, folded));
        return folded.toString();
    }

    private static void fold(int character, StringBuilder into) {
        if (character < 0x80) {
            into.append((char) (character >= 'A' && character <= 'Z' ? character + 32 : character));
        } else if (character == DOTTED_I) {
            into.append("i\u0307");
        } else if (character == DOTLESS_I || (character >= CHEROKEE && character <= CHEROKEE_END)) {
            into.appendCodePoint(character);
        } else if (character >= CHEROKEE_LATE && character <= CHEROKEE_LATE_END) {
            into.appendCodePoint(character - 8);
        } else if (character >= CHEROKEE_SMALL && character <= CHEROKEE_SMALL_END) {
            // These fold to the capitals, which are the older ones.
            into.appendCodePoint(character - CHEROKEE_SMALL + CHEROKEE);
        } else if (Character.getType(character) == Character.OTHER_LETTER) {
            into.appendCodePoint(character);
        } else if (isSimple(character)) {
            into.appendCodePoint(Character.toLowerCase(Character.toUpperCase(character)));
        } else {
            Character.toString(Character.toLowerCase(character))
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .map(Character::toLowerCase)
                    .forEach(into::appendCodePoint);
        }
    }

    // Latin and Cyrillic whose other case is one letter, as most names have.
    private static boolean isSimple(int character) {
        return (character >= 0xC0 && character < 0x180 && character != 0xDF && character != 0x149)
                || (character >= 0x400 && character < 0x530);
    }
}
