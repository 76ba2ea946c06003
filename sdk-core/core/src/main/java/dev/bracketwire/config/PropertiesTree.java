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
    private final SettingsProblems settingsProblems;

    PropertiesTree(String file, SettingsProblems settingsProblems) {
        this.file = file;
        this.settingsProblems = settingsProblems;
    }

    @Nullable
    SettingNode read(String text) throws IOException {
        Listed listed = new Listed();
        try {
            listed.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            settingsProblems.add(file, "holds a \\u that four hexadecimal digits do not follow");
            return null;
        }
        SettingOrigin settingOrigin = SettingOrigin.of(file);
        FlatTree flat = new FlatTree(settingsProblems);
        listed.entries.forEach((key, value) -> {
            try {
                flat.put(SettingPath.parse(key), new SettingNode.Value(value, settingOrigin, false, null));
            } catch (IllegalArgumentException e) {
                settingsProblems.add(file, "holds a wrong key: " + e.getMessage());
            }
        });
        return flat.tree(settingOrigin);
    }

    /** Keeps the order, and notices what is there twice, which the JDK overwrites. */
    private final class Listed extends Properties {
        private static final long serialVersionUID = 1L;

        final transient Map<String, String> entries = new LinkedHashMap<>();

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            if (entries.put((String) key, (String) value) != null) {
                settingsProblems.add(SettingsProblems.cut((String) key), "is there twice", SettingOrigin.of(file));
            }
            return null;
        }
    }
}
