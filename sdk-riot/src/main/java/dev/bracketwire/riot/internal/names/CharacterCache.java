// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Caches the conversion of single characters for the basic plane, which few names leave. */
final class CharacterCache {
    private final UnaryOperator<String> rule;

    // By the upper and the lower half of a character; whoever sees no entry yet works it out once more.
    private final @Nullable String[][] pages = new @Nullable String[256][];

    CharacterCache(UnaryOperator<String> rule) {
        this.rule = rule;
    }

    /** Converts a text character by character. */
    String join(String text) {
        StringBuilder joined = new StringBuilder(text.length() + 8);
        int at = 0;
        while (at < text.length()) {
            int each = text.codePointAt(at);
            joined.append(
                    each < Character.MIN_SUPPLEMENTARY_CODE_POINT
                            ? of((char) each)
                            : rule.apply(Character.toString(each)));
            at += Character.charCount(each);
        }
        return joined.toString();
    }

    private String of(char character) {
        @Nullable String[] page = pages[character >> 8];
        if (page == null) {
            page = new @Nullable String[256];
            pages[character >> 8] = page;
        }
        String known = page[character & 0xFF];
        if (known == null) {
            known = rule.apply(Character.toString(character));
            page[character & 0xFF] = known;
        }
        return known;
    }
}
