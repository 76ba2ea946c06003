// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.Futures;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives the work of a call its deadline, its cancel and its progress; see {@link CallThreads}. */
public final class WorkRun {
    private final CallThreads threads;
    private final Where where;
    private final CallRun run;
    private final long deadline;
    private final boolean limited;
    private @Nullable Thread worker;
    private @Nullable Consumer<? super CallException> ender;
    private @Nullable CallException reason;
    private boolean finished;
    private volatile String stage = "the work";

    WorkRun(CallThreads threads, Where where, CallRun run, @Nullable Duration limit) {
        this.threads = threads;
        this.where = where;
        this.run = run;
        Duration left = run.remaining().orElse(limit);
        this.limited = left != null;
        this.deadline = left == null ? 0 : threads.nanos().getAsLong() + left.toNanos();
    }

    /** Names what the work waits for, in messages about its deadline; "the work" unless named. */
    public void waitsFor(String what) {
        stage = Objects.requireNonNull(what, "what");
    }

    /** Whether a cache is to be skipped. */
    public boolean fresh() {
        return run.fresh();
    }

    /** Whether the thread that runs this waits in {@link Call#get()}, so that the work may block it. */
    public boolean isBlocking() {
        return run.blocking();
    }

    /** Returns the time left; empty if there is no limit. */
    public Optional<Duration> remaining() {
        return limited ? Optional.of(Duration.ofNanos(deadline - threads.nanos().getAsLong())) : Optional.empty();
    }

    /** Whether the call was cancelled or its time is over. */
    public synchronized boolean isEnded() {
        return reason != null || isLate();
    }

    private boolean isLate() {
        return limited && deadline - threads.nanos().getAsLong() <= 0;
    }

    /**
     * Returns if the work should go on. Call it between the steps of long work.
     *
     * @throws CancelledException if the call was cancelled
     * @throws DeadlineException if its time is over
     */
    public void checkActive() {
        CallException ended = ended();
        if (ended != null) {
            throw ended;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException(where, "was interrupted");
        }
    }

    private synchronized @Nullable CallException ended() {
        if (reason == null && isLate()) {
            reason = late();
        }
        return reason;
    }

    private DeadlineException late() {
        return new DeadlineException(where, stage);
    }

    /** Reports how far the work is to the listener of {@link Call#onProgress}, if there is one. */
    public void progress(CallProgress progress) {
        run.progress(progress);
    }

    /**
     * Replaces what happens when the call is cancelled or its time is over. The action must end the future of the work soon,
     * and must not block; the call waits for that future.
     */
    public void onEnd(Consumer<? super CallException> action) {
        CallException already;
        synchronized (this) {
            ender = action;
            already = reason;
        }
        if (already != null) {
            action.accept(already);
        }
    }

    /** Runs another call as a part of this one: it has no more time, and is cancelled with it. */
    public <T extends @Nullable Object> T get(Call<T> call) {
        return await(start(call));
    }

    /** Starts another call as a part of this one; wait for it by {@link #await}. */
    public <T extends @Nullable Object> CompletableFuture<T> start(Call<T> call) {
        checkActive();
        Call<T> inner = run.fresh() ? call.fresh() : call;
        Duration left = remaining().orElse(null);
        return (left == null ? inner : inner.within(left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left))
                .start();
    }

    /** Waits for a future. Cancels it and fails if the call is cancelled or its time is over. */
    public <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            CallException ended = ended();
            throw ended == null ? new CancelledException(where, "was interrupted") : ended;
        } catch (CancellationException e) {
            CallException ended = ended();
            throw ended == null ? new CancelledException(where, "was cancelled") : ended;
        } catch (ExecutionException e) {
            Throwable cause = Futures.cause(Objects.requireNonNull(e.getCause()));
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException failure ? failure : new WorkException(where, cause);
        }
    }

    <T extends @Nullable Object> CompletableFuture<T> blocking(CallThreads.Work<T> work, Executor executor) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (run.blocking()) {
            follow(result, failure -> {});
            work(work, result);
            return result;
        }
        follow(result, result::completeExceptionally);
        try {
            executor.execute(() -> work(work, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new UnavailableException(where, UnavailableException.Reason.EXECUTOR, null));
        }
        return result;
    }

    <T extends @Nullable Object> CompletableFuture<T> async(CallThreads.AsyncWork<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        follow(result, failure -> {
            Consumer<? super CallException> own;
            synchronized (this) {
                own = ender;
            }
            if (own == null) {
                result.completeExceptionally(failure);
            } else {
                own.accept(failure);
            }
        });
        if (result.isDone()) {
            return result;
        }
        CompletableFuture<T> begun;
        try {
            begun = work.start(this);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return result;
        }
        begun.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Futures.cause(failure));
            }
        });
        result.whenComplete((value, failure) -> begun.cancel(true));
        return result;
    }

    /** Ends the run at its deadline or cancel until the result is there. */
    private void follow(CompletableFuture<?> result, Consumer<CallException> ending) {
        this.ending = ending;
        threads.began(this);
        Call.Registration cancelling = run.onCancel(() -> end(new CancelledException(where, run.cancellation())));
        Future<?> alarm = limited ? threads.after(remaining().orElseThrow(), () -> end(late())) : null;
        result.whenComplete((value, failure) -> {
            cancelling.close();
            if (alarm != null) {
                alarm.cancel(false);
            }
            threads.ended(this);
        });
    }

    private Consumer<CallException> ending = failure -> {};

    /** Ends the run because its threads are closed. */
    void close() {
        end(new CancelledException(where, "the client was closed while it waited for " + stage));
    }

    private void end(CallException why) {
        synchronized (this) {
            if (finished || reason != null) {
                return;
            }
            reason = why;
            if (worker != null) {
                worker.interrupt();
            }
        }
        ending.accept(why);
    }

    private <T extends @Nullable Object> void work(CallThreads.Work<T> work, CompletableFuture<T> result) {
        synchronized (this) {
            if (reason == null && !Thread.currentThread().isInterrupted()) {
                worker = Thread.currentThread();
            }
        }
        try {
            checkActive();
            T value = work.run(this);
            release();
            result.complete(value);
        } catch (Exception | Error e) {
            release();
            result.completeExceptionally(failure(e));
        }
    }

    /** Takes back an interrupt of ours, so that it does not outlive the work. */
    @SuppressWarnings("Interruption") // the interrupt was ours
    private synchronized void release() {
        finished = true;
        if (worker != null && reason != null) {
            Thread.interrupted();
        }
        worker = null;
    }

    private synchronized Throwable failure(Throwable thrown) {
        CallException ended = reason;
        if (ended != null && !(thrown instanceof Error)) {
            if (thrown != ended && thrown.getClass() != ended.getClass()) {
                ended.addSuppressed(thrown);
            }
            return ended;
        }
        return thrown instanceof RuntimeException || thrown instanceof Error
                ? thrown
                : new WorkException(where, thrown);
    }
}
