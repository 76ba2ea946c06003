// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.CallThreads;
import dev.bracketwire.CancelledException;
import dev.bracketwire.StoreException;
import dev.bracketwire.store.internal.TaskTable;
import dev.bracketwire.store.internal.TaskTable.TaskClaim;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Is given to the work of a {@link ClusterTask} for one run.
 *
 * <p>The run holds a lease, which is renewed while the work runs. If it is lost, or the task is closed on this node, the
 * thread of the work is interrupted. A process that is paused for longer than its lease does not notice, so each
 * transaction of the work begins with {@link #fence}, which refuses to write once another node runs the task.
 *
 * <pre>{@code
 * int prune(TaskRun run) {
 *     int all = 0;
 *     for (int rows = batch(run); rows > 0; rows = batch(run)) {
 *         run.checkActive();
 *         all += rows;
 *     }
 *     return all;
 * }
 *
 * int batch(TaskRun run) {
 *     return db.write(connection -> {
 *                 run.fence(connection);
 *                 return deleteOldest(connection, 500);
 *             })
 *             .get();
 * }
 * }</pre>
 */
public final class TaskRun {
    private enum RunState {
        ACTIVE,
        LOST,
        CLOSED,
        OVER
    }

    private final TaskTable taskTable;
    private final TaskRecord record;
    private final LeaseRenewal leaseRenewal;
    private final ReentrantLock lock = new ReentrantLock();
    private RunState state = RunState.ACTIVE;
    private @Nullable Thread worker;

    TaskRun(
            TaskTable taskTable,
            TaskClaim claim,
            TaskRecord record,
            Duration lease,
            CallThreads threads,
            long takenAt) {
        this.taskTable = taskTable;
        this.record = record;
        this.leaseRenewal =
                new LeaseRenewal(taskTable, claim.token(), lease, threads, takenAt, () -> stop(RunState.LOST));
    }

    /** Returns the number of the run, higher than that of every run before. It is the token of its lease. */
    public long number() {
        return record.number();
    }

    /** Returns the time of the start, by the clock of the task. */
    public Instant startedAt() {
        return record.startedAt();
    }

    /** Whether {@link ClusterTask#trigger} asked for this run. */
    public boolean triggered() {
        return record.triggered();
    }

    /**
     * Refuses to go on if another node runs the task or this run has ended; until the transaction ends, no other node is
     * given the task.
     *
     * @param connection the one that the work of {@link Database#write} of the task's database was given
     * @throws StoreException of {@link StoreException.Reason#LEASE_LOST}
     */
    public void fence(Connection connection) throws SQLException {
        leaseRenewal.fence(connection);
    }

    /**
     * Returns if the work should go on. Call it between the steps of long work. Blocks only where the time of the lease is
     * over by the clock of this process: the lease is renewed then.
     *
     * @throws StoreException of {@link StoreException.Reason#LEASE_LOST} if another node may run the task
     * @throws CancelledException if the task was closed on this node, or the thread was interrupted
     */
    public void checkActive() {
        leaseRenewal.confirm();
        lock.lock();
        try {
            switch (state) {
                case ACTIVE -> {}
                case LOST -> throw taskTable.lost(number());
                case CLOSED -> throw cancelled("the task was closed on this node");
                case OVER ->
                    throw new IllegalStateException("the run " + number() + " of " + record.task() + " is over");
            }
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled("was interrupted");
        }
    }

    private CancelledException cancelled(String why) {
        return new CancelledException(Where.of("store", "run of the task " + record.task()), why);
    }

    /** Shows the task and the number. */
    @Override
    public String toString() {
        return "TaskRun(" + record.task() + ", number " + number() + ")";
    }

    /** Runs the work on this thread, and gives what it threw; null if it returned. */
    @SuppressWarnings("Interruption") // the thread is ours, and an interrupt is of this run
    @Nullable
    Throwable invoke(ClusterTask.TaskWork work) {
        lock.lock();
        try {
            if (state != RunState.ACTIVE) {
                return cancelled("the task was closed on this node");
            }
            worker = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        leaseRenewal.start();
        Throwable thrown = null;
        try {
            work.run(this);
        } catch (Exception | Error e) {
            thrown = e;
        }
        lock.lock();
        try {
            worker = null;
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
        return thrown;
    }

    /** Ends the renewal. From its return on, nothing of this run may be written. */
    void over() {
        leaseRenewal.end();
        lock.lock();
        try {
            if (state == RunState.ACTIVE) {
                state = RunState.OVER;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the work because the task is closed on this node. */
    void close() {
        stop(RunState.CLOSED);
    }

    boolean lost() {
        return leaseRenewal.lost();
    }

    boolean closed() {
        lock.lock();
        try {
            return state == RunState.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    boolean isOnThisThread() {
        lock.lock();
        try {
            return worker == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    TaskRecord record() {
        return record;
    }

    private void stop(RunState why) {
        lock.lock();
        try {
            if (state == RunState.ACTIVE || (state == RunState.CLOSED && why == RunState.LOST)) {
                state = why;
                if (worker != null) {
                    worker.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
