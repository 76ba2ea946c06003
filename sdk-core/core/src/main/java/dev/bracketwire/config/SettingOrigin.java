// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import org.jspecify.annotations.Nullable;

/** Says where a value came from, and which environment variable holds it whole, if one does. */
record SettingOrigin(String text, @Nullable String variable) {
    static final SettingOrigin DEFAULT = of("default");
    static final SettingOrigin CODE = of("code");

    static SettingOrigin of(String text) {
        return new SettingOrigin(text, null);
    }

    static SettingOrigin variable(String name) {
        return new SettingOrigin("environment variable " + name, name);
    }

    /** The same place, for a part of the value. */
    SettingOrigin part() {
        return of(text);
    }
}
