// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes paths such as {@code servers[0].host} apart: names, and indexes in brackets. */
final class SettingPath {
    /** No setting lies deeper, and what walks a tree need not fear for its stack. */
    static final int DEPTH = 100;

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,5}");

    private SettingPath() {}

    static List<String> parse(String path) {
        List<String> steps = new ArrayList<>();
        for (String part : path.split("\\.", DEPTH + 1)) {
            int bracket = part.indexOf('[');
            String name = bracket < 0 ? part : part.substring(0, bracket);
            check(!name.isBlank() && name.indexOf(']') < 0, path);
            steps.add(name);
            while (bracket >= 0 && bracket < part.length()) {
                int end = part.indexOf(']', bracket);
                check(part.charAt(bracket) == '[' && end > 0 && steps.size() <= DEPTH, path);
                String index = part.substring(bracket + 1, end);
                check(INDEX.matcher(index).matches(), path);
                steps.add(index(Integer.parseInt(index)));
                bracket = end + 1;
            }
        }
        check(steps.size() <= DEPTH, path);
        return steps;
    }

    static String index(int index) {
        return "[" + index + "]";
    }

    static boolean isIndex(String step) {
        return step.startsWith("[");
    }

    static String join(String path, String step) {
        return isIndex(step) || path.isEmpty() ? path + step : path + "." + step;
    }

    private static void check(boolean right, String path) {
        if (!right) {
            throw new IllegalArgumentException(
                    SettingsProblems.shown(path) + " is no path such as limits.perSecond or servers[0].host");
        }
    }
}
