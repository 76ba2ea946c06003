// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.internal.run.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A database's threads and clocks: the host's where it gave them, else daemons of our own that end with it. Only work and
 * its results are given to the host's executor. Deadlines run on daemons of our own, whatever became of it.
 */
public final class StoreThreads {
    private final DaemonThreads own = new DaemonThreads("bracketwire-store");
    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanos;
    private final int lanes;
    private final Deque<Lane> waiting = new ArrayDeque<>();
    private int busy;

    /** Makes what the host did not give; at most so many bodies of work run at once. */
    public StoreThreads(
            @Nullable Executor executor, @Nullable ScheduledExecutorService scheduler, LongSupplier nanos, int lanes) {
        this.executor = executor == null ? own : executor;
        this.scheduler = scheduler == null ? own.timer() : scheduler;
        this.nanos = nanos;
        this.lanes = lanes;
    }

    LongSupplier nanos() {
        return nanos;
    }

    /** The daemon threads of our own, which take every task at any time. */
    DaemonThreads own() {
        return own;
    }

    /** Delivers a result on a thread of the executor, or on one of our own if the host's takes no more. */
    void deliver(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException e) {
            own.execute(completion);
        }
    }

    /**
     * Does what holds a connection, when one of the lanes is free.
     *
     * @param refused runs instead if the host's executor takes no more
     */
    void submit(Runnable task, Runnable refused) {
        Lane lane = new Lane(task, refused);
        synchronized (waiting) {
            if (busy == lanes) {
                waiting.add(lane);
                return;
            }
            busy++;
        }
        for (Lane first = lane; first != null; ) {
            Lane driven = first;
            try {
                executor.execute(() -> drive(driven));
                return;
            } catch (RejectedExecutionException e) {
                own.execute(driven.refused);
                first = next();
            }
        }
    }

    private void drive(Lane first) {
        for (Lane lane = first; lane != null; lane = next()) {
            lane.task.run();
        }
    }

    private @Nullable Lane next() {
        synchronized (waiting) {
            Lane next = waiting.poll();
            if (next == null) {
                busy--;
            }
            return next;
        }
    }

    /** Runs the task on a daemon thread of our own when this much time has passed by the database's clock. */
    Future<?> after(long delay, Runnable task) {
        return own.after(scheduler, delay, task);
    }

    /** Ends our own threads. */
    public void close() {
        own.close();
    }

    private record Lane(Runnable task, Runnable refused) {}
}
