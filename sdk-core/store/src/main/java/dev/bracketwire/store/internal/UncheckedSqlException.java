// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Carries what a driver threw through an iterator, to the end of the work. */
final class UncheckedSqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    UncheckedSqlException(SQLException failure) {
        // No message and no trace of the driver's, which may hold values.
        super("the rows of a query cannot be read", null, false, false);
        this.failure = failure;
    }

    /** What a driver threw and others may have wrapped, if that is what it is. */
    static @Nullable SQLException in(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof UncheckedSqlException carried) {
                return carried.failure;
            }
        }
        return null;
    }
}
