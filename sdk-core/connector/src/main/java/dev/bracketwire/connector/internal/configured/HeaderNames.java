// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import dev.bracketwire.connector.Headers;

/** Names of headers. */
final class HeaderNames {
    static final String RULE = "must be the name of a header";

    private HeaderNames() {}

    static boolean isName(String name) {
        try {
            Headers.of(name, "");
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
