// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Headers of a reply, written as on the wire but with {@code |} between the lines. */
final class HeaderLines {
    private HeaderLines() {}

    static Function<String, List<String>> of(String lines) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : lines.split("\\s*\\|\\s*", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        return name -> headers.getOrDefault(name, List.of());
    }
}
