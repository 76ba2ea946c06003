// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

/** Accents and other signs that belong to the letter before them. */
final class CombiningMarks {
    private CombiningMarks() {}

    /** Whether there are any. */
    static boolean in(String text) {
        int at = 0;
        while (at < text.length()) {
            int each = text.codePointAt(at);
            switch (Character.getType(each)) {
                case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> {
                    return true;
                }
                default -> at += Character.charCount(each);
            }
        }
        return false;
    }

    /** A text whose accents are apart from its letters, without them. */
    static String without(String apart) {
        if (IgnorableCharacters.ascii(apart)) {
            return apart;
        }
        StringBuilder bare = new StringBuilder(apart.length());
        int at = 0;
        while (at < apart.length()) {
            int each = apart.codePointAt(at);
            if (Character.getType(each) != Character.NON_SPACING_MARK) {
                bare.appendCodePoint(each);
            }
            at += Character.charCount(each);
        }
        return bare.toString();
    }
}
