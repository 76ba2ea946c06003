// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

/** One source of settings. */
interface SettingsLayer {
    /** Names the source, for somebody who looks for this path in it. */
    String label(String path);

    /** Returns the part that fits a shape. Unknown settings are problems. */
    SettingNode tree(SettingsShape settingsShape, SettingsProblems settingsProblems);

    /** A source that was read when it was named. */
    record Fixed(String label, SettingNode tree) implements SettingsLayer {
        @Override
        public String label(String path) {
            return label;
        }

        @Override
        public SettingNode tree(SettingsShape settingsShape, SettingsProblems settingsProblems) {
            return tree;
        }
    }
}
