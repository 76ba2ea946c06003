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

/** The clocks and threads of a supervisor: the host's where it gave them, else daemons of our own. */
public final class SupervisorThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorThreads.class);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final CallThreads calls;
    private final Executor executor;
    private final @Nullable ElasticExecutor ownExecutor;
    private volatile boolean closed;

    /** Uses these threads, and closes them; the executor is null for our own. */
    public SupervisorThreads(CallThreads calls, @Nullable Executor executor) {
        this.calls = calls;
        ElasticExecutor elasticExecutor =
                executor == null ? new ElasticExecutor(CallThreads.threadFactory("supervisor")) : null;
        this.ownExecutor = elasticExecutor;
        this.executor = elasticExecutor == null ? Objects.requireNonNull(executor) : elasticExecutor;
    }

    /** Makes the calls that wait for services. */
    CallThreads calls() {
        return calls;
    }

    long nanos() {
        return calls.nanos().getAsLong();
    }

    /** The clock that tells dates. */
    public InstantSource dates() {
        return calls.dates();
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

    /** The same with a task that takes no time, on the thread that waits. */
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
