// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.internal.run.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A client's threads and clocks: the host's where it gave them, else daemons of our own that end with the client. Only
 * attempts run on the host's executor. Waits, timeouts and aborts run on daemons of our own, whatever became of it.
 */
public final class ClientThreads implements Limiter.Clock {
    private final ConnectorConfig config;
    private final DaemonThreads own;
    private final Executor executor;
    private final ScheduledExecutorService scheduler;

    /** Makes those of a client of this configuration; no thread starts before it is needed. */
    public ClientThreads(ConnectorConfig config) {
        this.config = config;
        this.own = new DaemonThreads("bracketwire-" + config.id());
        this.executor = config.executor().orElse(own);
        this.scheduler = config.scheduler().orElseGet(own::timer);
    }

    /**
     * Runs a task on the client's executor.
     *
     * @throws RejectedExecutionException if it is the host's and takes no more
     */
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** The daemon threads of our own, which take every task at any time. */
    public DaemonThreads own() {
        return own;
    }

    /** Runs the task on a daemon thread of our own when this much time has passed by the client's clock. */
    public Future<?> after(long nanos, Runnable task) {
        return own.after(scheduler, nanos, task);
    }

    /** Does the same with a task that never blocks, on the thread of the timer itself. */
    void lightly(long nanos, Runnable task) {
        var unused = own.lightly(scheduler, nanos, task);
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
            Future<?> timer = after(delay.toNanos(), () -> done.complete(null));
            done.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    timer.cancel(false);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e); // the client was closed
        }
        return done;
    }

    /** Ends the threads that were made here. */
    public void close() {
        own.close();
    }
}
