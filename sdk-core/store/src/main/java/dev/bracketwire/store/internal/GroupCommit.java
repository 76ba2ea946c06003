// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of several writes.
 *
 * <p>SQLite undoes the whole of it where a statement is interrupted (sqlite.org/c3ref/interrupt.html), a constraint says ON
 * CONFLICT ROLLBACK, a trigger raises ROLLBACK or the disk is full; the writes that were good then run again. Where a write
 * ended the transaction past its {@link GuardedConnection}, the others may be kept or not, and each of them fails and says so.
 */
final class GroupCommit {
    /** A name that no work gives a savepoint of its own by chance. */
    private static final String SAVEPOINT = "\"bracketwire: one write of a group\"";

    private enum State {
        OPEN,
        UNDONE,
        DOUBTFUL
    }

    private final ConnectionSource connectionSource;
    private final Connection connection;
    private final SqliteTransactions sqliteTransactions;
    private final List<DatabaseTask<?>> ran = new ArrayList<>();
    private State state = State.OPEN;

    private GroupCommit(ConnectionSource connectionSource, Connection connection) throws SQLException {
        this.connectionSource = connectionSource;
        this.connection = connection;
        this.sqliteTransactions = new SqliteTransactions(connection);
        sqliteTransactions.execute("BEGIN IMMEDIATE");
    }

    static @Nullable GroupCommit begin(ConnectionSource connectionSource, DatabaseTask<?> first) throws SQLException {
        Connection connection = connectionSource.borrow(first);
        if (connection == null) {
            return null;
        }
        try {
            return new GroupCommit(connectionSource, connection);
        } catch (SQLException | RuntimeException | Error e) {
            connectionSource.giveBack(connection, true);
            throw e;
        }
    }

    /** Runs one write; false if the transaction is no more. */
    boolean run(DatabaseTask<?> databaseTask) {
        if (!databaseTask.begin(sqliteTransactions.brake())) {
            return true;
        }
        ran.add(databaseTask);
        try {
            sqliteTransactions.execute("SAVEPOINT " + SAVEPOINT);
        } catch (SQLException e) {
            databaseTask.fail(e, false);
            state = State.DOUBTFUL;
            return false;
        }
        boolean good = databaseTask.reads() ? read(databaseTask) : databaseTask.run(connection);
        try {
            if (!good) {
                sqliteTransactions.execute("ROLLBACK TO " + SAVEPOINT);
            }
            sqliteTransactions.execute("RELEASE " + SAVEPOINT);
        } catch (SQLException e) {
            state = !good && databaseTask.undidAll() ? State.UNDONE : State.DOUBTFUL;
            if (good) {
                databaseTask.fail(doubt("the work ended its transaction past the connection it was given"));
            }
        }
        return state == State.OPEN;
    }

    private boolean read(DatabaseTask<?> databaseTask) {
        try {
            sqliteTransactions.execute("PRAGMA query_only = ON");
            try {
                return databaseTask.run(connection);
            } finally {
                sqliteTransactions.execute("PRAGMA query_only = OFF");
            }
        } catch (SQLException e) {
            databaseTask.fail(e, false);
            return false;
        }
    }

    /** Commits, and tells all but those that must run again. */
    Undone end() {
        boolean alone = false;
        if (state == State.OPEN) {
            alone = commit();
        }
        List<DatabaseTask<?>> good =
                ran.stream().filter(databaseTask -> !databaseTask.failed()).toList();
        List<DatabaseTask<?>> again = state == State.UNDONE ? good : List.of();
        if (state == State.DOUBTFUL) {
            good.forEach(databaseTask -> databaseTask.fail(doubt("the transaction it shared was lost")));
        }
        giveBack();
        again.forEach(DatabaseTask::again);
        for (DatabaseTask<?> databaseTask : ran) {
            if (!again.contains(databaseTask)) {
                databaseTask.deliver();
            }
        }
        return new Undone(again, alone);
    }

    /** Commits; true if one of several broke a constraint that is checked then, and each has to be tried alone. */
    private boolean commit() {
        try {
            sqliteTransactions.commit();
            return false;
        } catch (SQLException e) {
            List<DatabaseTask<?>> good =
                    ran.stream().filter(databaseTask -> !databaseTask.failed()).toList();
            StoreException failure = SqlFailures.of(e, "sqlite", "commit", false);
            if (failure.reason() == Reason.CONSTRAINT && good.size() > 1) {
                state = State.UNDONE;
                return true;
            }
            boolean surely = failure.reason() == Reason.CONSTRAINT || failure.reason() == Reason.BUSY;
            good.forEach(databaseTask -> databaseTask.fail(e, !surely));
            state = State.UNDONE;
            return false;
        }
    }

    private void giveBack() {
        boolean clean = true;
        if (state != State.OPEN) {
            try {
                sqliteTransactions.rollback();
            } catch (SQLException e) {
                clean = state == State.UNDONE; // there was nothing left to undo
            }
        }
        try {
            sqliteTransactions.close();
        } catch (SQLException e) {
            clean = false;
        }
        connectionSource.giveBack(connection, clean);
    }

    private static StoreException doubt(String what) {
        return new StoreException(Reason.SQL, "sqlite write: " + what + ": look whether it is there", null, true, null);
    }

    /** What has to run again, and whether each alone. */
    record Undone(List<DatabaseTask<?>> tasks, boolean alone) {}
}
