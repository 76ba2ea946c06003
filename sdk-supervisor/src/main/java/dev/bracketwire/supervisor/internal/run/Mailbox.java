// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, on whichever thread of the executor is free. */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final SupervisorThreads supervisorThreads;
    private final Consumer<Throwable> failed;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** Tells of steps that failed, so that nobody waits for what they would have done. */
    Mailbox(SupervisorThreads supervisorThreads, Consumer<Throwable> failed) {
        this.supervisorThreads = supervisorThreads;
        this.failed = failed;
    }

    void post(Runnable task) {
        if (added(task)) {
            supervisorThreads.execute(this::drain);
        }
    }

    /** The same on this thread, if no other is at it: it has to be the executor's, with nothing left to do. */
    void last(Runnable task) {
        if (added(task)) {
            drain();
        }
    }

    /** Whether nobody is at the tasks, who would come to this one too. */
    private boolean added(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            boolean idle = !running;
            running = true;
            return idle;
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a step of a service failed", e);
                failed.accept(e);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }
}
