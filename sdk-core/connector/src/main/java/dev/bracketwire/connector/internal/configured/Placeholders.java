// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text with places such as {@code {season}} for values. */
final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_-]*+)}");

    private final String text;
    private final List<String> names = new ArrayList<>();

    Placeholders(String text) {
        this.text = text;
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            names.add(place.group(1));
        }
    }

    /** Whether every brace is part of a place. */
    static boolean isTemplate(String text) {
        String rest = PLACE.matcher(text).replaceAll("");
        return rest.indexOf('{') < 0 && rest.indexOf('}') < 0;
    }

    List<String> names() {
        return names;
    }

    /** The value itself where the text is one place alone, null if it was not given; else the text with its values. */
    @Nullable
    Object filled(Map<String, Object> values, String operation) {
        if (names.size() == 1 && text.length() == names.get(0).length() + 2) {
            return values.get(names.get(0));
        }
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        given(values, place.group(1), operation).toString()));
    }

    static Object given(Map<String, Object> values, String name, String operation) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "operation \"" + operation + "\" needs " + name + ": say with(\"" + name + "\", …)");
        }
        return value;
    }
}
