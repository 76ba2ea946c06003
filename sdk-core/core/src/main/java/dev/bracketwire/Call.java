// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.Fallback.Last;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.ConcurrentGather;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes an operation that leaves this process, and runs it as often as it is asked to.
 *
 * <p>Nothing happens before {@link #get()} or {@link #start()}; each of them runs the operation once more. A call is
 * immutable and may be kept, shared between threads and run at the same time. {@code get()} blocks and works on the
 * calling thread; {@code start()} returns at once and holds no thread while it waits. Both throw, or complete with, the
 * same {@link BracketwireException}s.
 *
 * <pre>{@code
 * Call<Player> call = api.get("/players/{id}", Player.class, 42);
 * Player now = call.get();
 * CompletableFuture<Player> later = call.fresh().within(Duration.ofSeconds(3)).start();
 * }</pre>
 *
 * @param <T> what the operation gives
 */
public final class Call<T extends @Nullable Object> {
    private final LongSupplier clock;
    private final Operation<T> operation;
    private final @Nullable Duration within;
    private final boolean fresh;

    private Call(LongSupplier clock, Operation<T> operation, @Nullable Duration within, boolean fresh) {
        this.clock = clock;
        this.operation = operation;
        this.within = within;
        this.fresh = fresh;
    }

    /** Makes a call of an operation of your own, measured by the system's clock. */
    public static <T extends @Nullable Object> Call<T> of(Operation<T> operation) {
        return of(System::nanoTime, operation);
    }

    /** Makes a call of an operation of your own, whose deadlines are measured by the given clock of nanoseconds. */
    public static <T extends @Nullable Object> Call<T> of(LongSupplier clock, Operation<T> operation) {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(operation, "operation");
        return new Call<>(clock, operation, null, false);
    }

    /** Makes a call that gives this value without going anywhere; it stands in for a real one in tests. */
    public static <T extends @Nullable Object> Call<T> done(T value) {
        return of(context -> CompletableFuture.completedFuture(value));
    }

    /** Makes a call that fails with this exception without going anywhere. */
    public static <T extends @Nullable Object> Call<T> failed(RuntimeException failure) {
        Objects.requireNonNull(failure, "failure");
        return of(context -> CompletableFuture.failedFuture(failure));
    }

    /**
     * Joins calls into one that gives their results in the same order, with at most {@code concurrency} of them under
     * way. The first failure cancels the others and is the failure of the whole. This is a bulk run: a wait for a rate
     * permit counts against the deadline of the whole, one hour unless {@link #within} says otherwise, and not against
     * that of the single call.
     */
    public static <T extends @Nullable Object> Call<List<T>> all(
            Collection<? extends Call<? extends T>> calls, int concurrency) {
        List<Call<? extends T>> copy = List.copyOf(calls);
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
        }
        LongSupplier clock = copy.isEmpty() ? System::nanoTime : copy.get(0).clock;
        return of(clock, context -> {
            CallRun callRun = ((CallRun) context).forked();
            Registration registration = context.onCancel(callRun::cancel);
            AtomicInteger done = new AtomicInteger();
            var all = new ConcurrentGather<T>(
                            copy.size(),
                            concurrency,
                            i -> counted(copy.get(i).runIn(callRun), done, copy.size(), context),
                            callRun)
                    .start();
            return context.settle(all.whenComplete((results, failure) -> registration.close()));
        });
    }

    private static <T extends @Nullable Object> CompletableFuture<T> counted(
            CompletableFuture<T> one, AtomicInteger done, int total, Context context) {
        one.whenComplete((value, failure) -> {
            if (failure == null) {
                context.progress(CallProgress.of(done.incrementAndGet(), total));
            }
        });
        return one;
    }

    /**
     * Runs the operation and waits for its result on this thread.
     *
     * @throws BracketwireException the failure; {@link CancelledException} if this thread is interrupted, with the
     *     interrupt flag kept
     */
    public T get() {
        CallRun callRun = CallRun.blocking(clock, within, fresh);
        return callRun.result(guarded(callRun));
    }

    /**
     * Starts the operation and returns at once. Cancelling the future, or completing it in any other way, cancels the
     * operation; futures derived from it do not.
     */
    public CompletableFuture<T> start() {
        CallRun callRun = CallRun.started(clock, within, fresh);
        return callRun.handedOut(guarded(callRun));
    }

    /**
     * Limits the time of the whole, from the moment it is run. It may shorten or lengthen the default of the operation;
     * inside another call, the nearer deadline holds.
     *
     * <p>No executor can hold the deadline up: timeouts and aborts run on daemon threads of the SDK. If a function given to
     * {@link #map}, or an operation of your own, goes on past the deadline, the future of {@link #start()} fails one
     * second later and the function is left behind. A function that runs on the thread of {@link #get()} is waited for.
     */
    public Call<T> within(Duration limit) {
        return new Call<>(clock, operation, TimeSpans.positive("limit", limit), fresh);
    }

    /** Skips caches, where there are any, and renews what they hold. */
    public Call<T> fresh() {
        return new Call<>(clock, operation, within, true);
    }

    /**
     * Reports progress to the listener: of work made by {@link CallThreads}, and of {@link #all}. It is called on the thread
     * that works and must not block; what it throws is logged.
     */
    public Call<T> onProgress(Consumer<? super CallProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return new Call<>(clock, context -> runIn(((CallRun) context).listenedBy(listener)), null, false);
    }

    /** Changes the result. What the function throws is the failure of the call. */
    public <R extends @Nullable Object> Call<R> map(Function<? super T, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return new Call<>(clock, context -> runIn((CallRun) context).thenApply(function), null, false);
    }

    /** Goes on with another call, made from the result, within the same deadline. */
    public <R extends @Nullable Object> Call<R> then(Function<? super T, Call<R>> next) {
        Objects.requireNonNull(next, "next");
        return new Call<>(
                clock,
                context -> runIn((CallRun) context)
                        .thenCompose(value -> next.apply(value).runIn((CallRun) context)),
                null,
                false);
    }

    /**
     * Gives something else where this fails with a {@link CallException} and was not cancelled. The call that is returned
     * remembers its last good value: keep it, rather than to make it anew each time.
     */
    public Call<T> orElse(Fallback<T> fallback) {
        Objects.requireNonNull(fallback, "fallback");
        AtomicReference<@Nullable Given<T>> last = new AtomicReference<>();
        return new Call<>(
                clock,
                context -> runIn((CallRun) context).handle((value, failure) -> {
                    if (failure == null) {
                        last.set(new Given<>(value, clock.getAsLong()));
                        return value;
                    }
                    return instead(fallback, Futures.cause(failure), last.get());
                }),
                null,
                false);
    }

    private T instead(Fallback<T> fallback, Throwable failure, @Nullable Given<T> last) {
        if (!(failure instanceof CallException call) || failure instanceof CancelledException) {
            throw new CompletionException(failure);
        }
        return fallback.instead(
                call, last == null ? null : new Last<>(last.value, Duration.ofNanos(clock.getAsLong() - last.at)));
    }

    CompletableFuture<T> runIn(CallRun outer) {
        CallRun callRun = within == null && !fresh ? outer : outer.narrowed(clock, within, fresh);
        return guarded(callRun);
    }

    LongSupplier clock() {
        return clock;
    }

    private CompletableFuture<T> guarded(CallRun callRun) {
        try {
            return operation.run(callRun);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Does the work of a {@link Call}, once for each run.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object> {
        /**
         * Does the work. Where {@link Context#blocking()} it should do so on this thread and pass what it must wait for
         * to {@link Context#settle}; otherwise it must not block.
         */
        CompletableFuture<T> run(Context context);
    }

    /** Tells an operation what it may know of its run. */
    public interface Context {
        /** Whether a thread waits in {@link Call#get()}, on which the work should be done. */
        boolean blocking();

        /** Whether caches are to be skipped. */
        boolean fresh();

        /** Whether this is one of many, so that waits for a rate permit count against the run as a whole. */
        boolean bulk();

        /** The time left; empty if only the operation's own default applies. */
        Optional<Duration> remaining();

        /** Reports how far the work is to the listener of {@link Call#onProgress}, if there is one. */
        void progress(CallProgress progress);

        /** Runs the action once when the run is cancelled, at once if it was; close the registration when done. */
        Registration onCancel(Runnable action);

        /** Waits for the future where this run blocks, and gives it back as it is where it does not. */
        <V extends @Nullable Object> CompletableFuture<V> settle(CompletableFuture<V> future);
    }

    /** Takes a cancel action back. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private record Given<T extends @Nullable Object>(T value, long at) {}
}
