// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.ArrayList;
import java.util.List;

/** Finds out what stands between the fields of CSV. */
final class DelimiterDetector {
    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int LINES = 20;

    private DelimiterDetector() {}

    /** The candidate of which the first lines have equally many, and most; a comma if none fits. */
    static char guess(String beginning, char quote) {
        char best = ',';
        int most = 0;
        for (char candidate : CANDIDATES) {
            List<Integer> counts = counts(beginning, candidate, quote);
            int first = counts.isEmpty() ? 0 : counts.get(0);
            long alike = counts.stream().filter(count -> count == first).count();
            if (first > most && alike * 10 >= counts.size() * 8L) {
                best = candidate;
                most = first;
            }
        }
        return best;
    }

    private static List<Integer> counts(String text, char candidate, char quote) {
        List<Integer> counts = new ArrayList<>();
        boolean quoted = false;
        boolean blank = true;
        int count = 0;
        for (int i = 0; i < text.length() && counts.size() < LINES; i++) {
            char c = text.charAt(i);
            if (c == quote) {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                if (!blank) {
                    counts.add(count);
                }
                count = 0;
                blank = true;
                continue;
            } else if (!quoted && c == candidate) {
                count++;
            }
            blank = false;
        }
        if (counts.isEmpty() && !blank) {
            counts.add(count);
        }
        return counts;
    }
}
