// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import dev.bracketwire.riot.ign.Likeness;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What names have in common that are like one another. */
public final class SimilarityKey {
    private SimilarityKey() {}

    /** The keys of a name: two names are like one another where they have one in common. */
    public static Map<Likeness, List<String>> keys(String name) {
        String seen = IgnorableCharacters.without(name);
        String folded = CaseFolding.of(seen);
        String drawn = ConfusableSkeletons.of(seen);
        String drawnFolded = folded.equals(seen) ? drawn : ConfusableSkeletons.of(folded);
        String close = without(folded);
        String bare = CombiningMarks.without(ConfusableSkeletons.apart(close));
        Map<Likeness, List<String>> keys = new EnumMap<>(Likeness.class);
        keys.put(Likeness.SAME, List.of(folded));
        // Which of the three it is belongs to the key, or a name would be like another by two different ways.
        keys.put(Likeness.SPACES, List.of("f" + close, "r" + without(drawn), "d" + without(drawnFolded)));
        keys.put(Likeness.DRAWN, List.of(drawn));
        keys.put(Likeness.DRAWN_IN_ANY_CASE, List.of(drawnFolded));
        keys.put(Likeness.ACCENTS, List.of(CombiningMarks.without(ConfusableSkeletons.of(bare))));
        keys.put(Likeness.DIGITS, List.of(letters(bare)));
        return keys;
    }

    private static String without(String text) {
        int at = 0;
        while (at < text.length() && !space(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder close = new StringBuilder(text.length()).append(text, 0, at);
        for (; at < text.length(); at++) {
            if (!space(text.charAt(at))) {
                close.append(text.charAt(at));
            }
        }
        return close.toString();
    }

    // No space is beyond the basic plane.
    private static boolean space(char each) {
        return Character.isSpaceChar(each) || Character.isWhitespace(each);
    }

    private static String letters(String bare) {
        StringBuilder letters = new StringBuilder(bare.length());
        for (int i = 0; i < bare.length(); i++) {
            letters.append(
                    switch (bare.charAt(i)) {
                        case '0' -> 'o';
                        case '1' -> 'l';
                        case '3' -> 'e';
                        case '4' -> 'a';
                        case '5' -> 's';
                        case '7' -> 't';
                        case '8' -> 'b';
                        default -> bare.charAt(i);
                    });
        }
        return CombiningMarks.without(
                ConfusableSkeletons.of(letters.toString().replace("vv", "w").replace("cl", "d")));
    }
}
