// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clocks and threads of a supervisor: the host's where it gave them, else daemons of our own. */
public final class SupervisorThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorThreads.class);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final LongSupplier nanos;
    private final InstantSource dates;
    private final ScheduledExecutorService scheduler;
    private final Executor executor;
    private final @Nullable ScheduledExecutorService ownScheduler;
    private final @Nullable ElasticExecutor ownExecutor;

    /** Uses these; null for our own. */
    public SupervisorThreads(
            LongSupplier nanos,
            InstantSource dates,
            @Nullable ScheduledExecutorService scheduler,
            @Nullable Executor executor) {
        this.nanos = nanos;
        this.dates = dates;
        ScheduledExecutorService timer = scheduler == null ? timer() : null;
        ElasticExecutor elasticExecutor =
                executor == null ? new ElasticExecutor(daemons("bracketwire-supervisor")) : null;
        this.ownScheduler = timer;
        this.scheduler = timer == null ? Objects.requireNonNull(scheduler) : timer;
        this.ownExecutor = elasticExecutor;
        this.executor = elasticExecutor == null ? Objects.requireNonNull(executor) : elasticExecutor;
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("bracketwire-supervisor-timer"));
        timer.setRemoveOnCancelPolicy(true);
        // It must be there when no other thread can be made.
        timer.prestartCoreThread();
        return timer;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** The clock that tells dates. */
    public InstantSource dates() {
        return dates;
    }

    /** Runs a task on the executor. */
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed; nothing runs any more: {}", e.toString());
        } catch (OutOfMemoryError e) {
            // Mostly there is memory and no thread to be had, as where a user may have no more; others wait for this
            // task.
            LOG.error("no thread could be made; it is tried again", e);
            after(AGAIN, task);
        }
    }

    /** A wait cut to end with a whole number of grains of the clock: what is due with the same one wakes this JVM once. */
    Duration cut(long wait, long grain) {
        return Duration.ofNanos(wait - Math.floorMod(nanos() + wait, grain));
    }

    /** Runs a task on the executor after a while. Once all is closed there is no later, and it never runs. */
    Future<?> after(Duration delay, Runnable task) {
        return lightly(delay, () -> execute(task));
    }

    /** Runs a task after a while on a daemon thread of its own, so that no executor of the host can hold up a deadline. */
    Future<?> afterAnyway(Duration delay, Runnable task) {
        return lightly(
                delay,
                () -> daemons("bracketwire-supervisor-deadline").newThread(task).start());
    }

    /** The same with a task that takes no time, on the thread that waits. */
    Future<?> lightly(Duration delay, Runnable task) {
        try {
            return scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        if (ownScheduler != null) {
            ownScheduler.shutdownNow();
        }
        if (ownExecutor != null) {
            ownExecutor.close();
        }
    }
}
