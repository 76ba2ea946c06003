// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Makes a tree of a properties file: names with dots, and indexes in brackets. */
final class PropertiesTree {
    private final String file;
    private final Faults faults;

    PropertiesTree(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    @Nullable
    Node read(String text) throws IOException {
        Listed listed = new Listed();
        try {
            listed.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            faults.add(file, "holds a \\u that four hexadecimal digits do not follow");
            return null;
        }
        Origin origin = Origin.of(file);
        FlatTree flat = new FlatTree(faults);
        listed.entries.forEach((key, value) -> {
            try {
                flat.put(Steps.parse(key), new Node.Value(value, origin, false, null));
            } catch (IllegalArgumentException e) {
                faults.add(file, "holds a wrong key: " + e.getMessage());
            }
        });
        return flat.tree(origin);
    }

    /** Keeps the order, and notices what is there twice, which the JDK overwrites. */
    private final class Listed extends Properties {
        private static final long serialVersionUID = 1L;

        final transient Map<String, String> entries = new LinkedHashMap<>();

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            if (entries.put((String) key, (String) value) != null) {
                faults.add(Faults.cut((String) key), "is there twice", Origin.of(file));
            }
            return null;
        }
    }
}
