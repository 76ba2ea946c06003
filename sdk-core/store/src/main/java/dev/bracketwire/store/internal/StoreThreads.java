// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.CallThreads;
import dev.bracketwire.internal.run.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the threads and the clock of a database, and limits how many started calls work at once. Only work and its results
 * run on the host's executor, if it gave one. Deadlines run on daemon threads.
 */
public final class StoreThreads {
    private final CallThreads calls;
    private final int lanes;
    private final Deque<Lane> waiting = new ArrayDeque<>();
    private int busy;

    /** Makes them; at most so many bodies of work run at once. */
    public StoreThreads(CallThreads calls, int lanes) {
        this.calls = calls;
        this.lanes = lanes;
    }

    CallThreads calls() {
        return calls;
    }

    /** Runs a task on a daemon thread of its own, whatever state the executor is in. */
    static void detached(Runnable task) {
        DaemonThreads.start("bracketwire-store-end", task);
    }

    /** Delivers a result on a thread of the executor, or on a daemon thread if the executor refuses it. */
    void deliver(Runnable completion) {
        try {
            calls.executor().execute(completion);
        } catch (RejectedExecutionException e) {
            detached(completion);
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
                calls.executor().execute(() -> drive(driven));
                return;
            } catch (RejectedExecutionException e) {
                detached(driven.refused);
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

    private record Lane(Runnable task, Runnable refused) {}
}
