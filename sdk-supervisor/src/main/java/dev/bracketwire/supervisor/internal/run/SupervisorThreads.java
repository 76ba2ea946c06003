// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.CallThreads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the clocks and threads of a supervisor: those that the host gave, otherwise daemon threads of its own. */
public final class SupervisorThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorThreads.class);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final CallThreads calls;
    private final Executor executor;
    private final @Nullable ElasticExecutor ownExecutor;
    private volatile boolean closed;

    /** Takes these threads over and closes them at the end. If the executor is null, it makes one. */
    public SupervisorThreads(CallThreads calls, @Nullable Executor executor) {
        this.calls = calls;
        ElasticExecutor elasticExecutor =
                executor == null ? new ElasticExecutor(CallThreads.threadFactory("supervisor")) : null;
        this.ownExecutor = elasticExecutor;
        this.executor = elasticExecutor == null ? Objects.requireNonNull(executor) : elasticExecutor;
    }

    /** Returns the threads of the calls that wait for services. */
    CallThreads calls() {
        return calls;
    }

    long nanos() {
        return calls.nanos().getAsLong();
    }

    /** Returns the clock for dates. */
    public InstantSource dates() {
        return calls.dates();
    }

    /** Runs a task on the executor. */
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the supervisor is closed and runs no more tasks: {}", e.toString());
        } catch (OutOfMemoryError e) {
            // The usual cause is a limit on threads and not on memory. Other tasks wait for this one, so try again.
            LOG.error("no thread could be started; trying again", e);
            after(AGAIN, task);
        }
    }

    /** Shortens a wait so that it ends at a multiple of the grain. Tasks due at the same multiple wake the JVM only once. */
    Duration cut(long wait, long grain) {
        return Duration.ofNanos(wait - Math.floorMod(nanos() + wait, grain));
    }

    /** Runs a task on the executor after a delay. After {@link #close()} it never runs. */
    Future<?> after(Duration delay, Runnable task) {
        return lightly(delay, () -> execute(task));
    }

    /** Runs a short task after a delay on the timer thread itself. */
    Future<?> lightly(Duration delay, Runnable task) {
        return calls.onTimer(delay, task);
    }

    /** Whether the threads have ended. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        calls.close();
        if (ownExecutor != null) {
            ownExecutor.close();
        }
    }
}
