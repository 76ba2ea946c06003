// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-fallback}} in a text, and {@code $$} by a dollar. What does not resolve is
 * a problem, which never shows the text.
 */
final class VariableReferences {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ALONE = Pattern.compile("\\$\\{(" + NAME + ")}");

    private final StringBuilder result = new StringBuilder();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final EnvironmentVariables environmentVariables;

    private VariableReferences(EnvironmentVariables environmentVariables) {
        this.environmentVariables = environmentVariables;
    }

    static VariableReferences resolve(String text, EnvironmentVariables environmentVariables) {
        VariableReferences variableReferences = new VariableReferences(environmentVariables);
        variableReferences.run(text);
        return variableReferences;
    }

    /** The variable, where the text is a reference to one and nothing else. */
    static @Nullable String alone(String text) {
        Matcher matcher = ALONE.matcher(text);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The text with every reference replaced, to be used when there are no problems. */
    String result() {
        return result.toString();
    }

    List<String> problems() {
        return problems;
    }

    /** The variables that are referred to, set or not. */
    Set<String> names() {
        return names;
    }

    private void run(String text) {
        int at = 0;
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
            result.append(text, at, dollar);
            if (text.startsWith("${", dollar)) {
                int end = text.indexOf('}', dollar);
                if (end < 0) {
                    problems.add("holds ${ without }; a dollar that is meant is written $$");
                    return;
                }
                replace(text.substring(dollar + 2, end));
                at = end + 1;
            } else {
                result.append('$');
                at = dollar + (text.startsWith("$$", dollar) ? 2 : 1);
            }
        }
        result.append(text, at, text.length());
    }

    private void replace(String reference) {
        int colon = reference.indexOf(":-");
        String name = colon < 0 ? reference : reference.substring(0, colon);
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    "holds ${…} without the name of an environment variable; a dollar that is meant is written $$");
            return;
        }
        names.add(name);
        String value = environmentVariables.get(name);
        if (colon < 0) {
            if (value == null) {
                problems.add("needs the environment variable " + name + ", which is not set");
            } else {
                result.append(value);
            }
            return;
        }
        String fallback = reference.substring(colon + 2).replace("$$", "$");
        if (fallback.contains("${")) {
            problems.add("holds a ${…} in the fallback of " + name + ", where none is replaced");
        }
        result.append(value == null || value.isEmpty() ? fallback : value);
    }
}
