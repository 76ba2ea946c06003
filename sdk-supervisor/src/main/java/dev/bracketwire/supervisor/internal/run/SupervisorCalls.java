// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.DeadlineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes calls of what takes its time: they may be left by cancel or deadline, and what they wait for goes on. */
final class SupervisorCalls {
    private final SupervisorThreads supervisorThreads;
    private final LongSupplier nanos;

    SupervisorCalls(SupervisorThreads supervisorThreads, LongSupplier nanos) {
        this.supervisorThreads = supervisorThreads;
        this.nanos = nanos;
    }

    <T> Call<T> call(String verb, Supplier<CompletableFuture<T>> work) {
        return call(
                work,
                left -> left.cancel(false),
                left -> left.completeExceptionally(
                        new DeadlineException(Where.of("supervisor", verb), "the services")));
    }

    /** The same, with a result that is known also when the call is left early. */
    <T> Call<T> call(Supplier<CompletableFuture<T>> work, Supplier<T> soFar) {
        return call(work, left -> left.complete(soFar.get()), left -> left.complete(soFar.get()));
    }

    private <T> Call<T> call(
            Supplier<CompletableFuture<T>> work,
            Consumer<CompletableFuture<T>> cancelled,
            Consumer<CompletableFuture<T>> late) {
        return Call.of(nanos, context -> {
            CompletableFuture<T> left = new CompletableFuture<>();
            Call.Registration cancelling = context.onCancel(() -> cancelled.accept(left));
            left.whenComplete((value, failure) -> cancelling.close());
            context.remaining().ifPresent(limit -> {
                Future<?> alarm = supervisorThreads.afterAnyway(limit, () -> late.accept(left));
                left.whenComplete((value, failure) -> alarm.cancel(false));
            });
            work.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    left.complete(value);
                } else {
                    left.completeExceptionally(cause(failure));
                }
            });
            return context.settle(left);
        });
    }

    /** The failure behind what a future wraps around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
