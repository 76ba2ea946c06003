// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes paths, where a plus is a plus, and queries, where it is a blank. */
final class UrlDecoding {
    private UrlDecoding() {}

    static String decode(String raw) {
        return decodeForm(raw.replace("+", "%2B"));
    }

    static Map<String, List<String>> decodeQuery(@Nullable String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.computeIfAbsent(decodeForm(name), key -> new ArrayList<>())
                        .add(decodeForm(value));
            }
        }
        query.replaceAll((name, values) -> List.copyOf(values));
        return query;
    }

    /** A broken escape stays as it came: the upstream shows what was sent and does not judge it. */
    private static String decodeForm(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
