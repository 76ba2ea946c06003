// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code VaryHeader}: the request fields on which a reply depends. */
final class VaryHeader {
    private static final String TOKEN = "[a-z0-9!#$%&'+.^_`|~-]+";

    private VaryHeader() {}

    /** The names in lower case and order, with commas between. */
    static String of(Headers headers) {
        return String.join(",", names(headers));
    }

    /** Whether a reply depends on more than fields: it says {@code *}, or what is no name. */
    static boolean isAny(Headers headers) {
        return names(headers).stream().anyMatch(name -> !name.matches(TOKEN));
    }

    private static Set<String> names(Headers headers) {
        Set<String> names = new TreeSet<>();
        for (String line : headers.all("Vary")) {
            for (String name : line.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.remove("");
        return names;
    }
}
