// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import org.jspecify.annotations.Nullable;

/** Says where a value came from, and which environment variable holds it whole, if one does. */
record Origin(String text, @Nullable String variable) {
    static final Origin DEFAULT = of("default");
    static final Origin CODE = of("code");

    static Origin of(String text) {
        return new Origin(text, null);
    }

    static Origin variable(String name) {
        return new Origin("environment variable " + name, name);
    }

    /** The same place, for a part of the value. */
    Origin part() {
        return of(text);
    }
}
