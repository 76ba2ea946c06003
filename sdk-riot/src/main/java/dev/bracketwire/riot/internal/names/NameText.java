// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What rules ask of the text of a name. */
public final class NameText {
    /** More characters than any game allows. */
    public static final int LONGEST = 100;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Those that are written together, each with Latin letters too (UTS 39, highly restrictive). */
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    private NameText() {}

    /** A name that has no tag, as it was meant by who pasted it. */
    public static String plain(String text) {
        return Normalizer.normalize(IgnorableCharacters.around(text), Normalizer.Form.NFC);
    }

    /** What is wrong with it, however many characters are allowed; too long for anything is wrong. */
    public static List<String> wrong(String name) {
        return PastedName.wrong(name, 1, LONGEST);
    }

    /** The scripts of its letters, but for those that belong to all. */
    public static Set<UnicodeScript> scripts(String text) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        text.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN));
        return scripts;
    }

    /** Whether these are not written together. */
    public static boolean mixed(Set<UnicodeScript> scripts) {
        return scripts.size() > 1 && TOGETHER.stream().noneMatch(together -> together.containsAll(scripts));
    }

    /** The words of a text. */
    public static List<String> words(String text) {
        return Stream.of(BETWEEN_WORDS.split(text))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A word without cases and forms. */
    public static String folded(String word) {
        return CaseFolding.of(word);
    }

    /** How a word is drawn, whatever its case. */
    public static String skeleton(String word) {
        return ConfusableSkeletons.of(CaseFolding.of(word));
    }
}
