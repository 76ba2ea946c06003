// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.internal.text.ForeignText;
import java.util.ArrayList;
import java.util.List;

/** Collects every problem, and shows the values of settings where they may be shown. */
final class SettingsProblems {
    private static final int SHOWN = 40;

    private final List<Problem> problems = new ArrayList<>();

    void add(String path, String rule) {
        problems.add(new Problem(path, rule));
    }

    void add(String path, String rule, SettingOrigin settingOrigin) {
        add(path, rule + " (" + settingOrigin.text() + ")");
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
        return ForeignText.shown(text, SHOWN);
    }
}
