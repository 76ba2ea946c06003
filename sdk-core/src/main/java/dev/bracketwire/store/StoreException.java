// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.BracketwireException;
import org.jspecify.annotations.Nullable;

/**
 * Says that a database refused or failed, and whether anything was kept. The message never holds the value of a
 * parameter, and the cause is a copy of what the driver threw with such a message.
 */
public final class StoreException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String sqlState;
    private final boolean maybeDone;

    /** Reports something other than a failed statement. */
    public StoreException(Reason reason, String what) {
        this(reason, what, null, false, null);
    }

    /**
     * Reports what a driver said.
     *
     * @param maybeDone whether it may be that the transaction was kept
     */
    public StoreException(
            Reason reason, String what, @Nullable String sqlState, boolean maybeDone, @Nullable Throwable cause) {
        super(what, cause);
        this.reason = reason;
        this.sqlState = sqlState;
        this.maybeDone = maybeDone;
    }

    /** What kind of failure it is. */
    public Reason reason() {
        return reason;
    }

    /** The five characters by which SQL names the failure, such as {@code 23505}, if the driver gave them. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** Whether the transaction may have been kept, as where the connection broke during the commit. */
    public boolean maybeDone() {
        return maybeDone;
    }

    /** Kinds of failure. */
    public enum Reason {
        /** A statement failed; the transaction was rolled back. */
        SQL,
        /** A unique, foreign-key, not-null or check constraint was violated; the transaction was rolled back. */
        CONSTRAINT,
        /** Another transaction was in the way for too long, or the two were in each other's way: try again. */
        BUSY,
        /** The database cannot be reached or opened. */
        UNAVAILABLE,
        /** Tables are missing, or are not those the scripts describe. */
        SCHEMA,
        /** Somebody else holds the lease by now; what its former holder wrote was rolled back. */
        LEASE_LOST
    }
}
