// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** A path with places for arguments, each of which becomes exactly one segment. */
public final class PathTemplate {
    // Templates are constants of a program; one that builds paths by hand must not fill the memory with them.
    private static final int REMEMBERED = 1_000;
    private static final ConcurrentHashMap<String, PathTemplate> PARSED = new ConcurrentHashMap<>();

    private final String text;
    private final String[] literals;

    private PathTemplate(String text, String... literals) {
        this.text = text;
        this.literals = literals;
    }

    /** Parses the template, or refuses it with what is wrong. */
    public static PathTemplate of(String text) {
        PathTemplate known = PARSED.get(text);
        if (known != null) {
            return known;
        }
        PathTemplate parsed = parse(text);
        if (PARSED.size() < REMEMBERED) {
            PARSED.putIfAbsent(text, parsed);
        }
        return parsed;
    }

    private static PathTemplate parse(String text) {
        if (!text.startsWith("/") || text.startsWith("//")) {
            throw new IllegalArgumentException(
                    "path must start with one slash and is relative to the connector's base URL: \"" + text + "\"");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0 || text.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(
                    "path must have no query, fragment or backslash; use Request.query(name, value): \"" + text + "\"");
        }
        List<String> literals = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("path has a { without its }: \"" + text + "\"");
            }
            literals.add(PercentEncoding.path(text.substring(from, open)));
            from = close + 1;
        }
        literals.add(PercentEncoding.path(text.substring(from)));
        for (String segment : text.split("/", -1)) {
            if (PercentEncoding.isDots(segment)) {
                throw new IllegalArgumentException("path must not step up or stay with . or ..: \"" + text + "\"");
            }
        }
        return new PathTemplate(text, literals.toArray(new String[0]));
    }

    /** The template as it was written. */
    public String text() {
        return text;
    }

    /** Fills the places in order. */
    public String expand(Object... arguments) {
        if (arguments.length != literals.length - 1) {
            throw new IllegalArgumentException("\"" + text + "\" has " + (literals.length - 1)
                    + " places, but there are " + arguments.length + " arguments");
        }
        if (arguments.length == 0) {
            return literals[0];
        }
        StringBuilder path = new StringBuilder(text.length() + 16).append(literals[0]);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                throw new NullPointerException("argument " + (i + 1) + " of \"" + text + "\" is null");
            }
            if (arguments[i] instanceof PreEncoded preEncoded) {
                path.append(preEncoded.inPath()).append(literals[i + 1]);
                continue;
            }
            String argument = arguments[i].toString();
            if (argument.isEmpty() || PercentEncoding.isDots(argument)) {
                throw new IllegalArgumentException(
                        "argument " + (i + 1) + " of \"" + text + "\" must not be empty, . or ..");
            }
            PercentEncoding.segment(argument, path);
            path.append(literals[i + 1]);
        }
        return path.toString();
    }
}
