// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns the timer and the daemon threads on which timeouts, cancels and aborts run, so that no executor of the host can
 * hold them up. A thread starts when it is needed and ends after ten idle seconds; {@link #close()} ends all.
 */
public final class DaemonThreads implements Executor, AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor timer;

    /** Makes the threads of one client; their names begin with this one. */
    public DaemonThreads(String name) {
        this.pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory(name));
        this.timer = new ScheduledThreadPoolExecutor(1, factory(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Makes daemon threads whose names are this one and a number. */
    public static ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Starts the thread of the timer and keeps it, for waits that must end also when no other thread can be had. */
    public void keepTimer() {
        timer.allowCoreThreadTimeOut(false);
        timer.prestartCoreThread();
    }

    /** Runs the task on a thread of its own, or on this thread if no other can be had. */
    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Closed, or the machine has no thread left. The callers that wait for this task must not wait for ever.
            task.run();
        }
    }

    /**
     * Runs the task after a while, on a thread of its own.
     *
     * @throws RejectedExecutionException once these threads are closed
     */
    public Future<?> after(long nanos, Runnable task) {
        return after(timer, nanos, task);
    }

    /**
     * Runs the task after a while by another timer, or by our own if that one takes no more tasks.
     *
     * @throws RejectedExecutionException once these threads are closed
     */
    public Future<?> after(ScheduledExecutorService other, long nanos, Runnable task) {
        return lightly(other, nanos, () -> execute(task));
    }

    /**
     * Does the same with a task that never blocks, on the thread of the timer itself.
     *
     * @throws RejectedExecutionException once these threads are closed
     */
    public Future<?> lightly(ScheduledExecutorService other, long nanos, Runnable task) {
        try {
            return other.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The timer. Only tasks that never block may run on its thread. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs the task after a while on a new daemon thread, for what belongs to no client or must outlive it. */
    public static void later(String name, long nanos, Runnable task) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, hop -> start(name, hop))
                .execute(task);
    }

    /** Starts a new daemon thread, for what belongs to no client. */
    public static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Ends the threads, after the tasks that they are running. */
    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdown();
    }
}
