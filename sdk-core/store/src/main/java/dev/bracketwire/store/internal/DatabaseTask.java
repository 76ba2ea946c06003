// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallException;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.StoreException;
import dev.bracketwire.internal.run.DaemonThreads;
import dev.bracketwire.store.Database.Work;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of some work: it waits, runs, may be stopped by its deadline or its caller until then, is committed or undone,
 * and delivers.
 */
final class DatabaseTask<T extends @Nullable Object> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTask.class);

    private static final Duration BRAKE_AGAIN = Duration.ofMillis(50);

    /** How long stopped work may take to end by itself, before its call ends without it. */
    private static final long GRACE = 250_000_000;

    private enum State {
        WAITING,
        RUNNING,
        ENDING,
        DELIVERED
    }

    final CompletableFuture<T> result = new CompletableFuture<>();
    private final DatabaseEngine databaseEngine;
    private final String platform;
    private final String operation;
    private final Work<T> work;
    private final boolean reads;
    private final boolean blocking;
    private final StoreThreads storeThreads;
    private final AtomicBoolean told = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.WAITING;
    private @Nullable StatementCanceller statementCanceller;
    private @Nullable BracketwireException stopped;
    private @Nullable Thread borrower;
    private volatile @Nullable Outcome<T> outcome;
    private boolean lost;
    private final List<Runnable> afterCommit = new ArrayList<>();

    DatabaseTask(
            DatabaseEngine databaseEngine,
            String operation,
            Work<T> work,
            boolean reads,
            boolean blocking,
            StoreThreads storeThreads) {
        this.databaseEngine = databaseEngine;
        this.platform = databaseEngine.id();
        this.operation = operation;
        this.work = work;
        this.reads = reads;
        this.blocking = blocking;
        this.storeThreads = storeThreads;
    }

    DatabaseEngine engine() {
        return databaseEngine;
    }

    boolean reads() {
        return reads;
    }

    /** Begins to run, unless it was stopped while it waited. */
    boolean begin(StatementCanceller connectionBrake) {
        lock.lock();
        try {
            if (state != State.WAITING) {
                return false;
            }
            state = State.RUNNING;
            statementCanceller = connectionBrake;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a connection of the host's pool, which knows no deadline: an interrupt ends the wait when the task is stopped. */
    Connection interruptible(Borrowing borrowing) throws SQLException {
        lock.lock();
        try {
            if (state != State.WAITING) {
                throw new SQLException("stopped before a connection was taken from the pool");
            }
            borrower = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            return borrowing.connection();
        } finally {
            endInterrupt();
        }
    }

    @SuppressWarnings("Interruption") // the interrupt was ours
    private void endInterrupt() {
        lock.lock();
        try {
            if (borrower == null) {
                Thread.interrupted();
            }
            borrower = null;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the work; true if its transaction should be committed. From its return on, the task is not stopped. */
    boolean run(Connection connection) {
        try (GuardedConnection guardedConnection = new GuardedConnection(connection, this)) {
            try {
                outcome = new Outcome<>(work.run(guardedConnection.connection()), null);
                if (!reads) {
                    guardedConnection.check();
                }
            } finally {
                lost = guardedConnection.lost();
            }
        } catch (SQLException e) {
            fail(SqlFailures.of(e, platform, operation, false));
        } catch (RuntimeException | Error e) {
            SQLException driver = UncheckedSqlException.in(e);
            fail(driver == null ? e : SqlFailures.of(driver, platform, operation, false));
        }
        lock.lock();
        try {
            state = State.ENDING;
            statementCanceller = null;
            if (stopped != null) {
                fail(stopped);
            }
        } finally {
            lock.unlock();
        }
        return !failed();
    }

    /** Whether there is something to deliver. */
    boolean ran() {
        return outcome != null;
    }

    boolean failed() {
        return outcome != null && outcome.failure != null;
    }

    /** Whether its failure is of a kind that makes SQLite undo the whole transaction. */
    boolean undidAll() {
        lock.lock();
        try {
            if (lost || stopped != null) {
                return true;
            }
            return outcome != null
                    && outcome.failure instanceof StoreException store
                    && store.reason() == StoreException.Reason.CONSTRAINT;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this writes to the database of these threads. */
    boolean isWriteOf(StoreThreads threads) {
        return !reads && threads == storeThreads;
    }

    /** Does this too, once what it wrote is kept. */
    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Makes this the outcome, whatever it was. */
    void fail(Throwable failure) {
        outcome = new Outcome<>(null, failure);
    }

    /** Makes a failure of this task that no driver reported. */
    StoreException failure(StoreException.Reason reason, String what, @Nullable SQLException cause, boolean maybeDone) {
        return new StoreException(
                reason,
                platform + " " + operation + ": " + what + (maybeDone ? ": look whether it is there" : ""),
                cause == null ? null : cause.getSQLState(),
                maybeDone,
                cause == null ? null : SqlFailures.copy(cause));
    }

    void fail(SQLException failure, boolean maybeDone) {
        fail(SqlFailures.of(failure, platform, operation, maybeDone));
    }

    /** Goes back to where it was before it ran, as its transaction was undone through no fault of its own. */
    void again() {
        lock.lock();
        try {
            state = State.WAITING;
            outcome = null;
            lost = false;
            afterCommit.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Stops the work, unless its transaction is at its end. The failure says whether the work may be done. */
    void end(CallException why) {
        if (why instanceof DeadlineException) {
            deadline();
        } else {
            cancel();
        }
    }

    void cancel() {
        stop(maybe -> new CancelledException(where(maybe), "the caller gave up"));
    }

    void deadline() {
        stop(maybe -> new DeadlineException(where(maybe), "the database"));
    }

    private Where where(boolean maybeDone) {
        return new Where(platform, operation, 0, null, 1, maybeDone);
    }

    /** The host's executor takes no more tasks. */
    void refused() {
        stop(maybe -> new StoreException(
                StoreException.Reason.UNAVAILABLE,
                platform + " " + operation + ": the executor of this database takes no more tasks, so nothing was done:"
                        + " give it more room, and shut it down after the database",
                null));
    }

    private void stop(Function<Boolean, BracketwireException> why) {
        BracketwireException reason;
        lock.lock();
        try {
            if (state == State.DELIVERED) {
                // The executor may be full or blocked; what became of the work is known all the same.
                StoreThreads.detached(this::tellOutcome);
                return;
            }
            if (stopped != null) {
                return;
            }
            reason = why.apply(state == State.ENDING);
            if (state == State.RUNNING) {
                stopped = reason;
                StoreThreads.detached(this::pullBrake);
                DaemonThreads.later("bracketwire-abort", GRACE, () -> result.completeExceptionally(reason));
                return;
            }
            if (state == State.WAITING) {
                state = State.DELIVERED;
                if (borrower != null) {
                    borrower.interrupt();
                    borrower = null;
                }
            }
        } finally {
            lock.unlock();
        }
        result.completeExceptionally(reason);
    }

    /** Until it ends: a brake that is pulled between two statements stops none. */
    private void pullBrake() {
        lock.lock();
        try {
            if (statementCanceller != null) {
                statementCanceller.stop();
                storeThreads.calls().after(BRAKE_AGAIN, this::pullBrake);
            }
        } catch (SQLException e) {
            LOG.warn("{} {} cannot be stopped and runs on: {}", platform, operation, e.getSQLState());
        } finally {
            lock.unlock();
        }
    }

    /** Gives the result to whoever waits. */
    void deliver() {
        lock.lock();
        try {
            if (state == State.DELIVERED) {
                return; // stopped while it waited for a connection
            }
            state = State.DELIVERED;
        } finally {
            lock.unlock();
        }
        if (outcome == null) {
            throw new IllegalStateException("a task that did not run has nothing to deliver");
        }
        if (!failed()) {
            afterCommit.forEach(this::runAfterCommit);
        }
        // What others made to follow a started call must not hold up the writer.
        if (blocking) {
            tellOutcome();
        } else {
            storeThreads.deliver(this::tellOutcome);
        }
    }

    /** Runs an action of the host's. Its failure changes nothing about a write that is kept. */
    private void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("{} {}: an action after the commit failed", platform, operation, e);
        }
    }

    private void tellOutcome() {
        Outcome<T> end = outcome;
        if (end == null || !told.compareAndSet(false, true)) {
            return;
        }
        if (end.failure == null) {
            result.complete(end.value());
        } else {
            result.completeExceptionally(end.failure);
        }
    }

    /** Takes a connection from a pool. */
    interface Borrowing {
        /** Gives it. */
        Connection connection() throws SQLException;
    }

    private record Outcome<T extends @Nullable Object>(
            @Nullable T kept, @Nullable Throwable failure) {
        @SuppressWarnings("NullAway") // null only where T allows it, or there is a failure
        T value() {
            return kept;
        }
    }
}
