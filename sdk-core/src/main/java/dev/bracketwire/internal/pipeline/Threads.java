// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Limiter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client's threads and clocks: the host's where it gave them, else daemons of our own that end with the client. */
public final class Threads implements Limiter.Clock {
    private final ConnectorConfig config;
    private final Executor executor;
    private final @Nullable ExecutorService ownExecutor;
    private final ScheduledExecutorService scheduler;
    private final boolean ownScheduler;
    private volatile boolean closed;

    /** Makes those of a client of this configuration; no thread starts before it is needed. */
    public Threads(ConnectorConfig config) {
        this.config = config;
        this.ownExecutor = config.executor().isPresent() ? null : pool(config.id());
        this.executor = ownExecutor == null ? config.executor().orElseThrow() : ownExecutor;
        this.ownScheduler = config.scheduler().isEmpty();
        this.scheduler = config.scheduler().orElseGet(() -> timer(config.id()));
    }

    private static ExecutorService pool(String id) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("bracketwire-" + id));
    }

    private static ScheduledExecutorService timer(String id) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("bracketwire-timer-" + id));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Runs a task on a thread of the client. */
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
            // What still waits at the end must hear of it; there is no thread left but this one.
            task.run();
        }
    }

    @Override
    public long nanos() {
        return config.nanos().getAsLong();
    }

    @Override
    public Instant now() {
        return config.dates().instant();
    }

    @Override
    public CompletableFuture<@Nullable Void> after(Duration delay) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        try {
            ScheduledFuture<?> timer =
                    scheduler.schedule(() -> execute(() -> done.complete(null)), delay.toNanos(), TimeUnit.NANOSECONDS);
            done.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    timer.cancel(false);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** Ends the threads that were made here. */
    public void close() {
        closed = true;
        if (ownScheduler) {
            scheduler.shutdownNow();
        }
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }
}
