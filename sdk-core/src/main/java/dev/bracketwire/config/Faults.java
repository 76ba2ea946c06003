// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects every problem, and shows the values of settings where they may be shown. */
final class Faults {
    private static final int SHOWN = 40;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final List<Problem> problems = new ArrayList<>();

    void add(String path, String rule) {
        problems.add(new Problem(path, rule));
    }

    void add(String path, String rule, Origin origin) {
        add(path, rule + " (" + origin.text() + ")");
    }

    void addAll(List<Problem> others) {
        problems.addAll(others);
    }

    int size() {
        return problems.size();
    }

    List<Problem> all() {
        return List.copyOf(problems);
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    /** The text in quotes, on one line, and not more than 40 characters of it. */
    static String shown(String text) {
        return '"' + cut(text) + '"';
    }

    /** The text on one line, and not more than 40 characters of it. */
    static String cut(String text) {
        String line = text.length() <= SHOWN
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN) + "…";
        return UNPRINTABLE.matcher(line).replaceAll("?");
    }
}
