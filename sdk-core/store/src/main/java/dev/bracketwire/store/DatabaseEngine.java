// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.util.Locale;

/** Names what stands behind a {@link Database}. */
public enum DatabaseEngine {
    /** One file and one process that writes. */
    SQLITE,
    /** A server for several nodes. */
    POSTGRESQL;

    /** The name as it stands in messages and in the names of scripts, such as {@code sqlite}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
