// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query that came from outside. */
final class RedirectParameters {
    private final Map<String, List<String>> values = new HashMap<>();

    private RedirectParameters() {}

    /**
     * Takes a query apart.
     *
     * @throws IllegalArgumentException if it is not encoded as a query; the message shows nothing of it
     */
    static RedirectParameters parse(@Nullable String rawQuery) {
        RedirectParameters redirectParameters = new RedirectParameters();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 1 ? "" : decoded(parts[1]);
                redirectParameters
                        .values
                        .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>(1))
                        .add(value);
            }
        }
        return redirectParameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the query is not well encoded");
        }
    }

    /** How often it is there. */
    int count(String name) {
        return values.getOrDefault(name, List.of()).size();
    }

    /** The value of what is there exactly once and not empty, else null. */
    @Nullable
    String only(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.size() != 1 || all.get(0).isEmpty() ? null : all.get(0);
    }
}
