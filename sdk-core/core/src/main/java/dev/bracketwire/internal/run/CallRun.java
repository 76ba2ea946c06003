// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.CallProgress;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One run of a call. Runs made from it share its cancellation and never have more time than it has.
 *
 * <p>An operation ends at its deadline by itself and says in which stage it was. If it does not, because code of the host
 * holds it up, the run ends the wait of the caller {@linkplain #GRACE shortly after}.
 */
public final class CallRun implements Call.Context {
    /** The time left where nobody set a limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** How long after its deadline an operation may end by itself. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    /** The time of a bulk run nobody limited. */
    private static final Duration BULK = Duration.ofHours(1);

    private final LongSupplier clock;
    private final CallRun root;
    private final boolean blocking;
    private final boolean fresh;
    private final boolean bulk;
    private final boolean limited;
    private final long deadline;
    private final @Nullable Consumer<? super CallProgress> listener;

    // Only the root's are used.
    private @Nullable Runnable action; // most have one
    private @Nullable List<Runnable> actions;
    private boolean cancelled;
    private boolean interrupted;

    private CallRun(
            LongSupplier clock,
            @Nullable CallRun root,
            boolean blocking,
            boolean fresh,
            boolean bulk,
            long remaining,
            @Nullable Consumer<? super CallProgress> listener) {
        this.clock = clock;
        this.listener = listener;
        this.root = root == null ? this : root;
        this.blocking = blocking;
        this.fresh = fresh;
        this.bulk = bulk;
        this.limited = remaining != UNLIMITED;
        this.deadline = limited ? clock.getAsLong() + remaining : 0;
    }

    /** Makes the run of a {@code get()}. */
    public static CallRun blocking(LongSupplier clock, @Nullable Duration within, boolean fresh) {
        return new CallRun(clock, null, true, fresh, false, nanos(within), null);
    }

    /** Makes the run of a {@code start()}. */
    public static CallRun started(LongSupplier clock, @Nullable Duration within, boolean fresh) {
        return new CallRun(clock, null, false, fresh, false, nanos(within), null);
    }

    /** Makes the run of a call inside this one that has a limit or a freshness of its own. */
    public CallRun narrowed(LongSupplier innerClock, @Nullable Duration within, boolean alsoFresh) {
        long remaining = Math.min(remainingNanos(), nanos(within));
        return new CallRun(innerClock, root, blocking, fresh || alsoFresh, bulk, remaining, listener);
    }

    /** Makes the run that many calls share: a bulk run nobody blocks in, which can be cancelled without this one. */
    public CallRun forked() {
        return new CallRun(clock, null, false, fresh, true, limited ? remainingNanos() : BULK.toNanos(), null);
    }

    /** Makes the run in which a caller's thread fetches page after page. */
    public static CallRun paging(LongSupplier clock, @Nullable Duration within) {
        return new CallRun(clock, null, true, false, true, within == null ? BULK.toNanos() : nanos(within), null);
    }

    /** Makes of this a bulk run that goes on as this one does. */
    public CallRun bulked() {
        return new CallRun(clock, root, blocking, fresh, true, limited ? remainingNanos() : BULK.toNanos(), listener);
    }

    /** Makes of this a run that also reports its progress to the listener. */
    public CallRun listenedBy(Consumer<? super CallProgress> own) {
        Consumer<? super CallProgress> outer = listener;
        Consumer<CallProgress> both = progress -> {
            own.accept(progress);
            if (outer != null) {
                outer.accept(progress);
            }
        };
        return new CallRun(clock, root, blocking, fresh, bulk, remainingNanos(), both);
    }

    @Override
    public void progress(CallProgress progress) {
        if (listener == null) {
            return;
        }
        try {
            listener.accept(progress);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(CallRun.class).warn("a listener of progress failed; the call goes on", e);
        }
    }

    private static long nanos(@Nullable Duration duration) {
        return duration == null ? UNLIMITED : TimeSpans.capped(duration).toNanos();
    }

    @Override
    public boolean blocking() {
        return blocking;
    }

    @Override
    public boolean fresh() {
        return fresh;
    }

    @Override
    public boolean bulk() {
        return bulk;
    }

    @Override
    public Optional<Duration> remaining() {
        return limited ? Optional.of(Duration.ofNanos(remainingNanos())) : Optional.empty();
    }

    /** The nanoseconds left, negative once they are over, or {@link #UNLIMITED}. */
    public long remainingNanos() {
        return limited ? deadline - clock.getAsLong() : UNLIMITED;
    }

    /** Whether the run was cancelled. */
    public boolean cancelled() {
        synchronized (root) {
            return root.cancelled;
        }
    }

    @Override
    public Call.Registration onCancel(Runnable action) {
        register(action);
        return () -> unregister(action);
    }

    /** Does what {@link #onCancel} does, without an object to take it back with. */
    public void register(Runnable action) {
        synchronized (root) {
            if (!root.cancelled) {
                if (root.action == null) {
                    root.action = action;
                } else {
                    root.actions = root.actions == null ? new ArrayList<>(2) : root.actions;
                    root.actions.add(action);
                }
                return;
            }
        }
        action.run();
    }

    /** Takes back what {@link #register} was given. */
    public void unregister(Runnable action) {
        synchronized (root) {
            if (root.action == action) {
                root.action = null;
            } else if (root.actions != null) {
                root.actions.remove(action);
            }
        }
    }

    /** Cancels the run and all that share its root, once. */
    public void cancel() {
        List<Runnable> todo;
        synchronized (root) {
            if (root.cancelled) {
                return;
            }
            root.cancelled = true;
            todo = new ArrayList<>();
            if (root.action != null) {
                todo.add(root.action);
            }
            if (root.actions != null) {
                todo.addAll(root.actions);
            }
            root.action = null;
            root.actions = null;
        }
        todo.forEach(CallRun::perform);
    }

    // One action that fails must not keep the others from their end.
    private static void perform(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(CallRun.class).warn("a cancel action failed; the others run all the same", e);
        }
    }

    /** Cancels the run because its thread was interrupted. */
    public void interrupt() {
        synchronized (root) {
            root.interrupted = true;
        }
        cancel();
    }

    /** Says why the run ended before its result. */
    public String cancellation() {
        synchronized (root) {
            return root.interrupted ? "the waiting thread was interrupted" : "the call was cancelled";
        }
    }

    @Override
    public <V extends @Nullable Object> CompletableFuture<V> settle(CompletableFuture<V> future) {
        if (!blocking || future.isDone()) {
            return future;
        }
        try {
            await(future);
        } catch (TimeoutException e) {
            cancel();
            if (future.cancel(false)) {
                return CompletableFuture.failedFuture(overdue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupt();
            if (future.cancel(false)) {
                return CompletableFuture.failedFuture(new CancelledException(cancellation()));
            }
        } catch (ExecutionException | CancellationException e) {
            return future; // carries the failure itself
        }
        return future;
    }

    private void await(CompletableFuture<?> future) throws InterruptedException, ExecutionException, TimeoutException {
        if (!limited) {
            future.get();
            return;
        }
        // The clock may be a manual one, by which less time goes by than this thread waits.
        for (long left = remainingNanos(); ; left = remainingNanos()) {
            try {
                future.get(Math.max(0, left) + GRACE, TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (remainingNanos() <= 0) {
                    throw e;
                }
            }
        }
    }

    private static DeadlineException overdue() {
        return new DeadlineException(new Where("call", "run", 0, null, 1, true), "the result");
    }

    /** Waits for the result of the whole and gives or throws it. */
    public <V extends @Nullable Object> V result(CompletableFuture<V> future) {
        try {
            return settle(future).join();
        } catch (CompletionException e) {
            throw thrown(e);
        } catch (CancellationException e) {
            throw new CancelledException(cancellation());
        }
    }

    /** Gives the caller of {@code start()} a future of its own, whose end in any way ends the run. */
    public <V extends @Nullable Object> CompletableFuture<V> handedOut(CompletableFuture<V> running) {
        CompletableFuture<V> own = new CompletableFuture<>();
        running.whenComplete((value, failure) -> {
            boolean taken = failure == null ? own.complete(value) : own.completeExceptionally(Futures.cause(failure));
            if (!taken && value instanceof AutoCloseable unwanted) {
                Futures.close(unwanted);
            }
        });
        if (!own.isDone()) {
            own.whenComplete((value, failure) -> {
                if (!running.isDone()) {
                    cancel();
                }
            });
            if (limited) {
                endWhenOverdue(own);
            }
        }
        return own;
    }

    // The JDK's timer counts; nothing runs on its thread but the start of a daemon thread.
    private void endWhenOverdue(CompletableFuture<?> own) {
        CompletableFuture<Void> alarm = new CompletableFuture<>();
        own.whenComplete((value, failure) -> alarm.complete(null));
        alarm.orTimeout(Math.max(0, remainingNanos()) + GRACE, TimeUnit.NANOSECONDS)
                .whenComplete((nothing, over) -> {
                    if (over == null || own.isDone()) {
                        return;
                    }
                    if (remainingNanos() > 0) {
                        endWhenOverdue(own);
                    } else {
                        DaemonThreads.start("bracketwire-deadline", () -> own.completeExceptionally(overdue()));
                    }
                });
    }

    private static RuntimeException thrown(CompletionException e) {
        Throwable cause = Futures.cause(e);
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : e;
    }
}
