// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

/** One source of settings. */
interface SettingsLayer {
    /** Names the source, for somebody who looks for this path in it. */
    String label(String path);

    /** What it holds of a shape; what it should not hold is a fault. */
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
