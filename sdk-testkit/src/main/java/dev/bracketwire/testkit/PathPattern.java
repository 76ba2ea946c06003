// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with variables: {@code {id}} is part of one segment, {@code {rest+}} any number of segments. */
final class PathPattern {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(\\+?)}");

    private final String text;
    private final Pattern pattern;
    private final List<String> names = new ArrayList<>();
    private final int literals;

    private PathPattern(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        int end = 0;
        int literal = 0;
        while (variable.find()) {
            regex.append(Pattern.quote(text.substring(end, variable.start())));
            regex.append(variable.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            names.add(variable.group(1));
            literal += variable.start() - end;
            end = variable.end();
        }
        regex.append(Pattern.quote(text.substring(end)));
        this.pattern = Pattern.compile(regex.toString());
        this.literals = literal + text.length() - end;
    }

    static PathPattern parse(String text) {
        if (!text.startsWith("/") || text.contains("?") || text.contains("#")) {
            throw new IllegalArgumentException("path '" + text
                    + "' must begin with / and hold no query; a rule that depends on the query is a function");
        }
        return new PathPattern(text);
    }

    /** The decoded variables if the raw path fits. */
    Optional<Map<String, String>> match(String rawPath) {
        Matcher matcher = pattern.matcher(rawPath);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            variables.put(names.get(i), UrlDecoding.decode(matcher.group(i + 1)));
        }
        return Optional.of(variables);
    }

    boolean isExact() {
        return names.isEmpty();
    }

    /** How many characters are fixed: the more, the more specific. */
    int literals() {
        return literals;
    }

    boolean sameShape(PathPattern other) {
        return pattern.pattern().equals(other.pattern.pattern());
    }

    @Override
    public String toString() {
        return text;
    }
}
