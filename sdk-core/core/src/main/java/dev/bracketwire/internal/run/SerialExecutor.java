// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks one after another, in the order in which they came, on daemon threads. */
public final class SerialExecutor implements Executor {
    private final DaemonThreads threads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Makes one on these threads, which are not closed by it. */
    public SerialExecutor(DaemonThreads threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (busy) {
                return;
            }
            busy = true;
        }
        threads.execute(this::runNext);
    }

    // Each task gets a turn of its own on the threads, so that one that throws does not end the others.
    private void runNext() {
        Runnable next;
        synchronized (waiting) {
            next = waiting.remove();
        }
        try {
            next.run();
        } finally {
            boolean more;
            synchronized (waiting) {
                more = !waiting.isEmpty();
                busy = more;
            }
            if (more) {
                threads.execute(this::runNext);
            }
        }
    }
}
