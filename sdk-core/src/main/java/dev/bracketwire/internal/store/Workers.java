// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A database's threads and clocks: the host's where it gave them, else daemons of our own that end with it. */
public final class Workers {
    private final Executor executor;
    private final @Nullable ExecutorService ownExecutor;
    private final ScheduledExecutorService scheduler;
    private final boolean ownScheduler;
    private final LongSupplier nanos;
    private final int lanes;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int busy;

    /** Makes what the host did not give; at most so many bodies of work run at once. */
    public Workers(
            @Nullable Executor executor, @Nullable ScheduledExecutorService scheduler, LongSupplier nanos, int lanes) {
        this.ownExecutor = executor == null ? pool() : null;
        this.executor = ownExecutor != null ? ownExecutor : Objects.requireNonNull(executor);
        this.ownScheduler = scheduler == null;
        this.scheduler = scheduler == null ? timer() : scheduler;
        this.nanos = nanos;
        this.lanes = lanes;
    }

    private static ExecutorService pool() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("bracketwire-store"));
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("bracketwire-store-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    LongSupplier nanos() {
        return nanos;
    }

    /** Does what is short at once, on a thread of the executor. */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // after the end: what still waits must hear of it, and there is no thread left but this one
        }
    }

    /** Does what holds a connection, when one of the lanes is free. */
    void submit(Runnable task) {
        synchronized (waiting) {
            if (busy == lanes) {
                waiting.add(task);
                return;
            }
            busy++;
        }
        execute(() -> drive(task));
    }

    private void drive(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            task.run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable next = waiting.poll();
            if (next == null) {
                busy--;
            }
            return next;
        }
    }

    Future<?> after(long delay, Runnable task) {
        return scheduler.schedule(task, delay, TimeUnit.NANOSECONDS);
    }

    /** Ends our own threads. */
    public void close() {
        if (ownScheduler) {
            scheduler.shutdownNow();
        }
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }
}
