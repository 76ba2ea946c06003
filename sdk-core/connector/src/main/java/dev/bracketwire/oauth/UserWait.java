// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.internal.pipeline.ClientThreads;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.Futures;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for people. Each wait ends with its result, at its deadline, when it is cancelled, or when the client closes, and
 * whatever it opened is closed by then.
 */
final class UserWait implements AutoCloseable {
    final ClientThreads clientThreads;
    private final Set<Runnable> enders = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    UserWait(ConnectorConfig config) {
        this.clientThreads = new ClientThreads(config);
    }

    /**
     * Waits.
     *
     * @param longest for how long where the call does not say, null if that is for the work to know
     * @param work begins what completes the future, and gives what is to be closed in the end
     */
    <T> CompletableFuture<T> begin(
            Call.Context context,
            CallException.Where where,
            @Nullable Duration longest,
            Function<CompletableFuture<T>, AutoCloseable> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable end = () -> done.completeExceptionally(
                new CancelledException(where, "the client was closed while it waited for the user"));
        enders.add(end);
        Call.Registration registration = context.onCancel(
                () -> done.completeExceptionally(new CancelledException(where, ((CallRun) context).cancellation())));
        CompletableFuture<?> deadline = deadline(context.remaining().orElse(longest), where, done);
        AutoCloseable begun = begun(work, done);
        if (closed) {
            end.run();
        }
        // The result is seen only after everything is closed.
        return context.settle(done.whenComplete((value, failure) -> {
            registration.close();
            deadline.cancel(false);
            enders.remove(end);
            Futures.close(begun);
        }));
    }

    private static <T> AutoCloseable begun(
            Function<CompletableFuture<T>, AutoCloseable> work, CompletableFuture<T> done) {
        try {
            return work.apply(done);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
            return () -> {};
        }
    }

    private CompletableFuture<?> deadline(
            @Nullable Duration limit, CallException.Where where, CompletableFuture<?> done) {
        if (limit == null) {
            return new CompletableFuture<>();
        }
        CompletableFuture<?> over = clientThreads.after(limit);
        over.thenRun(() -> done.completeExceptionally(new DeadlineException(where, "the user")));
        return over;
    }

    /** Goes on with something on a thread of the client, or on one of our own if the host's executor takes no more. */
    void execute(Runnable task) {
        try {
            clientThreads.execute(task);
        } catch (RejectedExecutionException e) {
            clientThreads.own().execute(task);
        }
    }

    /** Hands something to code that is not ours, whose failure is that of the wait. */
    void tell(CompletableFuture<?> done, Runnable telling) {
        execute(() -> {
            try {
                telling.run();
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        enders.forEach(Runnable::run);
        clientThreads.close();
    }
}
