// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import dev.bracketwire.riot.ign.Likeness;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What names have in common that are like one another. */
public final class Drawn {
    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

    private Drawn() {}

    /** The keys of a name: two names are like one another where they have one in common. */
    public static Map<Likeness, List<String>> keys(String name) {
        String seen = Ignorable.without(name);
        String folded = Folding.of(seen);
        String drawn = Skeletons.of(seen);
        String drawnFolded = Skeletons.of(folded);
        String close = without(folded);
        String plain = bare(Skeletons.of(bare(Skeletons.apart(close))));
        Map<Likeness, List<String>> keys = new EnumMap<>(Likeness.class);
        keys.put(Likeness.SAME, List.of(folded));
        // Which of the three it is belongs to the key, or a name would be like another by two different ways.
        keys.put(Likeness.SPACES, List.of("f" + close, "r" + without(drawn), "d" + without(drawnFolded)));
        keys.put(Likeness.DRAWN, List.of(drawn));
        keys.put(Likeness.DRAWN_IN_ANY_CASE, List.of(drawnFolded));
        keys.put(Likeness.ACCENTS, List.of(plain));
        keys.put(Likeness.DIGITS, List.of(letters(close)));
        return keys;
    }

    private static String without(String text) {
        StringBuilder close = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int each = text.codePointAt(at);
            if (!Character.isSpaceChar(each) && !Character.isWhitespace(each)) {
                close.appendCodePoint(each);
            }
            at += Character.charCount(each);
        }
        return close.toString();
    }

    // Text whose marks are apart from its letters, without them.
    private static String bare(String apart) {
        return Ignorable.ascii(apart) ? apart : ACCENTS.matcher(apart).replaceAll("");
    }

    private static String letters(String folded) {
        String bare = bare(Skeletons.apart(folded));
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
        return bare(Skeletons.of(letters.toString().replace("vv", "w").replace("cl", "d")));
    }
}
