// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.DaemonThreads;
import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Call}s of work of your own, and owns the threads and the timer that they need.
 *
 * <pre>{@code
 * CallThreads threads = CallThreads.create("rosters");
 * Call<List<String>> names = threads.call("read names", run -> Files.readAllLines(file));
 * List<String> read = names.within(Duration.ofSeconds(3)).get();
 * }</pre>
 *
 * <p>A client creates one, shares it with what it opens, and closes it at its end. All threads are daemons; each starts
 * when it is needed and ends after ten idle seconds. Deadlines and cancels run on these threads and never on an executor
 * of the host, so an executor that is full or refuses tasks cannot hold them up. Safe for several threads.
 */
public final class CallThreads implements AutoCloseable {
    private final String name;
    private final DaemonThreads daemons;
    private final Executor executor;
    private final @Nullable ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final InstantSource dates;
    private final @Nullable Duration limit;
    private final Set<WorkRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private CallThreads(Builder builder) {
        this.name = builder.name;
        this.daemons = new DaemonThreads("bracketwire-" + name);
        this.executor = builder.executor == null ? daemons : builder.executor;
        this.timer = builder.timer;
        this.nanos = builder.nanos;
        this.dates = builder.dates;
        this.limit = builder.limit;
        if (builder.keepTimer && timer == null) {
            daemons.keepTimer();
        }
    }

    /** Creates one with threads of its own and the system's clock. The name stands in thread names and messages. */
    public static CallThreads create(String name) {
        return builder(name).build();
    }

    /** Begins one with an executor or a clock of the host. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Makes a call of work that blocks. It runs on the thread of {@link Call#get()}; after {@link Call#start()} it runs on
     * the executor. When the call is cancelled or its time is over, the thread of the work is interrupted.
     *
     * @param operation what the work does, in a few words for messages
     */
    public <T extends @Nullable Object> Call<T> call(String operation, Work<T> work) {
        Objects.requireNonNull(work, "work");
        Where where = Where.of(name, operation);
        return Call.of(nanos, context -> {
            WorkRun run = new WorkRun(this, where, (CallRun) context, limit);
            return run.blocking(work, executor);
        });
    }

    /**
     * Makes a call of work that gives a future and never blocks. When the call is cancelled or its time is over, the future
     * is cancelled and the call ends at once; give a {@linkplain CompletableFuture#copy() copy} of what should go on.
     *
     * @param operation what the work does, in a few words for messages
     */
    public <T extends @Nullable Object> Call<T> callAsync(String operation, AsyncWork<T> work) {
        return callAsync(operation, limit, work);
    }

    /**
     * Makes a call of work that gives a future, as the other method does, with a time of its own.
     *
     * @param time the time of a call that {@link Call#within} does not limit; null for none
     */
    public <T extends @Nullable Object> Call<T> callAsync(
            String operation, @Nullable Duration time, AsyncWork<T> work) {
        Objects.requireNonNull(work, "work");
        Where where = Where.of(name, operation);
        return Call.of(nanos, context -> context.settle(new WorkRun(this, where, (CallRun) context, time).async(work)));
    }

    /** Returns the executor that started work runs on. One of the host may refuse a task. */
    public Executor executor() {
        return executor;
    }

    /** Runs a task on the executor of the host, or on a daemon thread if there is none or it refuses the task. */
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            daemons.execute(task);
        }
    }

    /** Runs a task once, after a delay, on a daemon thread. The future cancels it. Runs nothing once this is closed. */
    public Future<?> after(Duration delay, Runnable task) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException(name + " is closed"));
        }
        long wait = Math.max(0, TimeSpans.capped(delay).toNanos());
        return timer == null ? daemons.after(wait, task) : daemons.after(timer, wait, task);
    }

    /**
     * Runs a task once, after a delay, on the thread of the timer itself. The task must not block. The future cancels it. Runs
     * nothing once this, or the clock of the host, is closed.
     */
    public Future<?> onTimer(Duration delay, Runnable task) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException(name + " is closed"));
        }
        long wait = Math.max(0, TimeSpans.capped(delay).toNanos());
        try {
            return (timer == null ? daemons.timer() : timer).schedule(task, wait, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns a factory of daemon threads for a pool of your own. */
    public static ThreadFactory threadFactory(String name) {
        return DaemonThreads.factory("bracketwire-" + name);
    }

    /** Starts a daemon thread of its own for a task that runs for long, such as one that reads a pipe. */
    public static Thread startThread(String name, Runnable task) {
        return DaemonThreads.start("bracketwire-" + name, task);
    }

    /** Returns the clock that intervals are measured by. */
    public LongSupplier nanos() {
        return nanos;
    }

    /** Returns the clock that gives dates. */
    public InstantSource dates() {
        return dates;
    }

    /** Cancels the calls that are under way and ends the threads. An executor of the host goes on. */
    @Override
    public void close() {
        closed = true;
        running.forEach(WorkRun::close);
        daemons.close();
    }

    /** Takes part in {@link #close()} until {@link #ended}. */
    void began(WorkRun run) {
        running.add(run);
        if (closed) {
            run.close();
        }
    }

    void ended(WorkRun run) {
        running.remove(run);
    }

    /**
     * Does the blocking work of a call.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /**
         * Does the work on the current thread.
         *
         * @throws Exception the failure of the call; a checked one becomes the cause of a {@link WorkException}
         */
        T run(WorkRun run) throws Exception;
    }

    /**
     * Starts the work of a call.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface AsyncWork<T extends @Nullable Object> {
        /** Starts the work without blocking. */
        CompletableFuture<T> start(WorkRun run);
    }

    /** Collects the options of {@link CallThreads}. */
    public static final class Builder {
        private final String name;
        private @Nullable Executor executor;
        private @Nullable ScheduledExecutorService timer;
        private LongSupplier nanos = System::nanoTime;
        private InstantSource dates = InstantSource.system();
        private @Nullable Duration limit;
        private boolean keepTimer;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** Sets where started work runs; daemon threads unless set. */
        public Builder executor(Executor own) {
            this.executor = Objects.requireNonNull(own, "own");
            return this;
        }

        /** Sets the clock that dates, intervals and waits go by, such as the testkit's; the system's unless set. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C clock) {
            this.timer = clock;
            this.nanos = clock;
            this.dates = clock;
            return this;
        }

        /** Sets the time of a call that {@link Call#within} does not limit; none unless set. */
        public Builder limit(Duration time) {
            this.limit = TimeSpans.positive("time", time);
            return this;
        }

        /** Starts the timer's thread with it and keeps it, so that waits end also when the machine has no thread left. */
        public Builder keepTimer() {
            this.keepTimer = true;
            return this;
        }

        /** Builds it. No thread starts before it is needed, except the one of {@link #keepTimer()}. */
        public CallThreads build() {
            return new CallThreads(this);
        }
    }
}
