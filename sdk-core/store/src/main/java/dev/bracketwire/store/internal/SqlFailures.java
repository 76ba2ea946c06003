// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.text.ForeignText;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes of what a driver throws an exception without the values that its message may hold. */
final class SqlFailures {
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_CONSTRAINT = 19;
    private static final int SQLITE_NOTADB = 26;

    private SqlFailures() {}

    static StoreException of(SQLException failure, String platform, String operation, boolean maybeDone) {
        Reason reason = reason(failure);
        String said = describe(failure);
        String state = failure.getSQLState();
        String what = platform + " " + operation + ": " + said + (state == null ? "" : " (SQL state " + state + ")")
                + (maybeDone
                        ? "; it was cut off while it was kept: look whether it is there"
                        : reason == Reason.BUSY ? "; nothing was kept: try again" : "; nothing was kept");
        return new StoreException(reason, what, state, maybeDone, copy(failure, said));
    }

    /** Returns the kind of a failure. */
    static Reason reason(SQLException failure) {
        return reason(failure, isSqlite(failure));
    }

    /** Describes a failure without the values that its message may hold. */
    static String describe(SQLException failure) {
        return ForeignText.shown(
                isSqlite(failure) || failure.getClass() == SQLException.class
                        ? plain(failure.getMessage())
                        : postgres(failure));
    }

    /** Copies a failure without the values that its message may hold. */
    static SQLException copy(SQLException failure) {
        return copy(failure, describe(failure));
    }

    private static boolean isSqlite(SQLException failure) {
        return failure.getClass().getName().startsWith("org.sqlite.");
    }

    private static Reason reason(SQLException failure, boolean sqlite) {
        if (sqlite) {
            int code = failure.getErrorCode() & 0xff;
            if (code == SQLITE_CANTOPEN || code == SQLITE_NOTADB) {
                return Reason.UNAVAILABLE;
            }
            return code == SQLITE_CONSTRAINT
                    ? Reason.CONSTRAINT
                    : code == SQLITE_BUSY || code == SQLITE_LOCKED ? Reason.BUSY : Reason.SQL;
        }
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (state.startsWith("23")) {
            return Reason.CONSTRAINT;
        }
        if (state.startsWith("40") || state.equals("55P03")) {
            return Reason.BUSY;
        }
        return state.startsWith("08") || state.startsWith("57P") ? Reason.UNAVAILABLE : Reason.SQL;
    }

    /** SQLite names tables and columns, and never what a parameter held; a literal it could not read it repeats. */
    private static String plain(@Nullable String message) {
        return message == null ? "no reason given" : message.replaceAll("unrecognized token: .*", "unreadable SQL");
    }

    private static String postgres(SQLException failure) {
        try {
            return PostgresDriver.describe(failure);
        } catch (SQLException e) {
            return "failed"; // a driver too old to ask; the state says the rest
        }
    }

    private static SQLException copy(SQLException failure, String said) {
        SQLException copy = new SQLException(said, failure.getSQLState(), failure.getErrorCode());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
