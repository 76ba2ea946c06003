// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that what this SDK keeps, in files or in a database, could not be read or written. */
public final class StoreException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    /** Reports what failed, where, and what to do. */
    public StoreException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
