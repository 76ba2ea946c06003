// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes names the ways they are written in code, in files and in the environment, and finds what was meant. */
final class NameStyles {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final int NEAR = 2;

    private NameStyles() {}

    /** {@code perSecond} as {@code per_second}. */
    static String snake(String name) {
        return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    /** {@code perSecond} as {@code per-second}. */
    static String kebab(String name) {
        return snake(name).replace('_', '-');
    }

    /** {@code limits.perSecond} as {@code LIMITS_PER_SECOND}. */
    static String variable(String path) {
        return snake(path)
                .replaceAll("[^\\p{L}\\p{N}]+", "_")
                .toUpperCase(Locale.ROOT)
                .replaceAll("_$", "");
    }

    /** Whether a key of a file is this name, in one of its spellings. */
    static boolean is(String key, String name) {
        return key.equals(name) || key.equals(kebab(name)) || key.equals(snake(name));
    }

    /** What may have been meant, with a question mark, or nothing. */
    static String suggestion(String written, Collection<String> known) {
        Optional<String> nearest = known.stream()
                .filter(name -> distance(written, name) <= Math.min(NEAR, name.length() - 1))
                .min((a, b) -> Integer.compare(distance(written, a), distance(written, b)));
        return nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** How many letters differ, or more than is near where the lengths already say so. Case and dashes do not count. */
    static int distance(String one, String other) {
        String a = folded(one);
        String b = folded(other);
        if (Math.abs(a.length() - b.length()) > NEAR) {
            return NEAR + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
