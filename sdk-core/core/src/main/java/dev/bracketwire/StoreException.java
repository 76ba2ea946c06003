// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/**
 * Says that what this SDK keeps, in files or in a database, could not be read or written, and whether a change was kept.
 * The message never holds the value of a parameter; where a driver's would, the cause is a copy without it.
 */
public final class StoreException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String sqlState;
    private final boolean maybeDone;

    /** Reports what failed, where, and what to do. */
    public StoreException(Reason reason, String what, @Nullable Throwable cause) {
        this(reason, what, null, false, cause);
    }

    /**
     * Reports what a driver said.
     *
     * @param maybeDone whether it may be that the change was kept
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

    /** The five characters by which SQL names the failure, such as {@code 23505}, if a driver gave them. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** Whether the change may have been kept, as where the connection broke during the commit. */
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
        /** The file or the database cannot be reached, opened, read or written. */
        UNAVAILABLE,
        /** Tables are missing, or are not those the scripts describe. */
        SCHEMA,
        /** Somebody else holds the lease by now; what its former holder wrote was rolled back. */
        LEASE_LOST,
        /** It is there and cannot be read: broken, of a version not known, or sealed under a key that is gone. */
        DAMAGED
    }
}
