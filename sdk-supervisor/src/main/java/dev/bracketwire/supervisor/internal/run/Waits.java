// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.DeadlineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes calls of what takes its time: they may be left by cancel or deadline, and what they wait for goes on. */
final class Waits {
    private final Clockwork clockwork;
    private final LongSupplier nanos;

    Waits(Clockwork clockwork, LongSupplier nanos) {
        this.clockwork = clockwork;
        this.nanos = nanos;
    }

    <T> Call<T> call(String verb, Supplier<CompletableFuture<T>> work) {
        return Call.of(nanos, context -> {
            CompletableFuture<T> left = new CompletableFuture<>();
            Call.Registration cancelling = context.onCancel(() -> left.cancel(false));
            left.whenComplete((value, failure) -> cancelling.close());
            context.remaining().ifPresent(limit -> {
                Future<?> alarm = clockwork.afterAnyway(
                        limit,
                        () -> left.completeExceptionally(
                                new DeadlineException(Where.of("supervisor", verb), "the services")));
                left.whenComplete((value, failure) -> alarm.cancel(false));
            });
            work.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    left.complete(value);
                } else {
                    left.completeExceptionally(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
            });
            return context.settle(left);
        });
    }
}
