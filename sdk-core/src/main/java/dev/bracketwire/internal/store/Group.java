// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

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
 * ended the transaction past its {@link Guard}, the others may be kept or not, and each of them fails and says so.
 */
final class Group {
    private enum State {
        OPEN,
        UNDONE,
        DOUBTFUL
    }

    private final Source source;
    private final Connection connection;
    private final Control control;
    private final List<Task<?>> ran = new ArrayList<>();
    private State state = State.OPEN;

    private Group(Source source, Connection connection) throws SQLException {
        this.source = source;
        this.connection = connection;
        this.control = new Control(connection);
        control.execute("BEGIN IMMEDIATE");
    }

    static @Nullable Group begin(Source source, Task<?> first) throws SQLException {
        Connection connection = source.borrow(first);
        if (connection == null) {
            return null;
        }
        try {
            return new Group(source, connection);
        } catch (SQLException | RuntimeException | Error e) {
            source.giveBack(connection, true);
            throw e;
        }
    }

    /** Runs one write; false if the transaction is no more. */
    boolean run(Task<?> task) {
        if (!task.begin(control.brake())) {
            return true;
        }
        ran.add(task);
        try {
            control.execute("SAVEPOINT bw_write");
        } catch (SQLException e) {
            task.fail(e, false);
            state = State.DOUBTFUL;
            return false;
        }
        boolean good = task.reads() ? read(task) : task.run(connection);
        try {
            if (!good) {
                control.execute("ROLLBACK TO bw_write");
            }
            control.execute("RELEASE bw_write");
        } catch (SQLException e) {
            state = !good && task.undidAll() ? State.UNDONE : State.DOUBTFUL;
            if (good) {
                task.fail(doubt("the work ended its transaction past the connection it was given"));
            }
        }
        return state == State.OPEN;
    }

    private boolean read(Task<?> task) {
        try {
            control.execute("PRAGMA query_only = ON");
            try {
                return task.run(connection);
            } finally {
                control.execute("PRAGMA query_only = OFF");
            }
        } catch (SQLException e) {
            task.fail(e, false);
            return false;
        }
    }

    /** Commits, and tells all but those that must run again. */
    Undone end() {
        boolean alone = false;
        if (state == State.OPEN) {
            alone = commit();
        }
        List<Task<?>> good = ran.stream().filter(task -> !task.failed()).toList();
        List<Task<?>> again = state == State.UNDONE ? good : List.of();
        if (state == State.DOUBTFUL) {
            good.forEach(task -> task.fail(doubt("the transaction it shared was lost")));
        }
        giveBack();
        again.forEach(Task::again);
        for (Task<?> task : ran) {
            if (!again.contains(task)) {
                task.deliver();
            }
        }
        return new Undone(again, alone);
    }

    /** Commits; true if one of several broke a constraint that is checked then, and each has to be tried alone. */
    private boolean commit() {
        try {
            control.commit();
            return false;
        } catch (SQLException e) {
            List<Task<?>> good = ran.stream().filter(task -> !task.failed()).toList();
            StoreException failure = Failures.of(e, "sqlite", "commit", false);
            if (failure.reason() == Reason.CONSTRAINT && good.size() > 1) {
                state = State.UNDONE;
                return true;
            }
            boolean surely = failure.reason() == Reason.CONSTRAINT || failure.reason() == Reason.BUSY;
            good.forEach(task -> task.fail(e, !surely));
            state = State.UNDONE;
            return false;
        }
    }

    private void giveBack() {
        boolean clean = true;
        if (state != State.OPEN) {
            try {
                control.rollback();
            } catch (SQLException e) {
                clean = state == State.UNDONE; // there was nothing left to undo
            }
        }
        try {
            control.close();
        } catch (SQLException e) {
            clean = false;
        }
        source.giveBack(connection, clean);
    }

    private static StoreException doubt(String what) {
        return new StoreException(Reason.SQL, "sqlite write: " + what + ": look whether it is there", null, true, null);
    }

    /** What has to run again, and whether each alone. */
    record Undone(List<Task<?>> tasks, boolean alone) {}
}
