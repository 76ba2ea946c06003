// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.internal.run.Futures;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work on rows as a call: on the thread that waits for it, and otherwise on one of its own, as files know no other way.
 * Its cancel and its deadline end it wherever it waits.
 */
final class ExchangeCall {
    private final CallException.Where where;
    private final Call.Context context;
    private final DeadlineInterrupt deadlineInterrupt;

    private ExchangeCall(CallException.Where where, Call.Context context, DeadlineInterrupt deadlineInterrupt) {
        this.where = where;
        this.context = context;
        this.deadlineInterrupt = deadlineInterrupt;
    }

    /**
     * Makes a call of it.
     *
     * @param operation what it is called where it fails
     */
    static <T> Call<T> call(String operation, Function<ExchangeCall, T> doing) {
        CallException.Where where = CallException.Where.of("exchange", operation);
        return Call.of(context -> {
            CompletableFuture<T> result = new CompletableFuture<>();
            Runnable running = () -> run(where, context, doing, result);
            if (context.blocking()) {
                running.run();
            } else {
                Thread thread = new Thread(running, "bracketwire-" + operation);
                thread.setDaemon(true);
                thread.start();
            }
            return result;
        });
    }

    private static <T> void run(
            CallException.Where where,
            Call.Context context,
            Function<ExchangeCall, T> doing,
            CompletableFuture<T> result) {
        T done;
        try (DeadlineInterrupt deadlineInterrupt = new DeadlineInterrupt(context)) {
            done = new ExchangeCall(where, context, deadlineInterrupt).done(doing);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
        }
        result.complete(done);
    }

    private <T> T done(Function<ExchangeCall, T> doing) {
        try {
            return doing.apply(this);
        } catch (RuntimeException e) {
            if (!deadlineInterrupt.rang()) {
                throw e;
            }
            // Whatever an interrupt makes of what was waited for.
            CallException ended = ended();
            if (e.getClass() != ended.getClass()) {
                ended.addSuppressed(e);
            }
            throw ended;
        }
    }

    /** Goes on only if nobody ended the run. */
    void goOn() {
        if (deadlineInterrupt.rang() || Thread.currentThread().isInterrupted()) {
            throw ended();
        }
        if (over()) {
            throw new DeadlineException(where, "rows");
        }
    }

    private CallException ended() {
        return deadlineInterrupt.late()
                ? new DeadlineException(where, "rows")
                : new CancelledException(where, "was cancelled");
    }

    /** Whether the time is over. */
    boolean over() {
        Duration left = context.remaining().orElse(null);
        return deadlineInterrupt.late() || (left != null && (left.isNegative() || left.isZero()));
    }

    /** Starts a call that has no more time than this. */
    <T extends @Nullable Object> CompletableFuture<T> start(Call<T> call) {
        goOn();
        Call<T> inner = context.fresh() ? call.fresh() : call;
        return context.remaining()
                .filter(left -> !left.isNegative() && !left.isZero())
                .map(inner::within)
                .orElse(inner)
                .start();
    }

    /** Waits for what was started. */
    <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw ended();
        } catch (CancellationException e) {
            throw new CancelledException(where, "was cancelled");
        } catch (ExecutionException e) {
            Throwable cause = Futures.cause(Objects.requireNonNull(e.getCause()));
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
        }
    }
}
