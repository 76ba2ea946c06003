// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CallThreads;
import dev.bracketwire.DeadlineException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Makes calls that wait for services. A cancel or a deadline ends the wait; the services go on. */
final class SupervisorCalls {
    private final SupervisorThreads supervisorThreads;
    private final Runnable requireOpen;

    SupervisorCalls(SupervisorThreads supervisorThreads, Runnable requireOpen) {
        this.supervisorThreads = supervisorThreads;
        this.requireOpen = requireOpen;
    }

    <T> Call<T> call(String verb, Supplier<CompletableFuture<T>> work) {
        return call(verb, work, (left, why) -> {
            // The close stops the services, and their ends are the result of the calls that wait for them.
            if (why instanceof DeadlineException || !supervisorThreads.isClosed()) {
                left.completeExceptionally(why);
            }
        });
    }

    /** Makes a call whose result is known also when the wait ends early. */
    <T> Call<T> call(String verb, Supplier<CompletableFuture<T>> work, Supplier<T> soFar) {
        return call(verb, work, (left, why) -> left.complete(soFar.get()));
    }

    private <T> Call<T> call(
            String verb,
            Supplier<CompletableFuture<T>> work,
            BiConsumer<CompletableFuture<T>, CallException> endEarly) {
        CallThreads threads = supervisorThreads.calls();
        Call<T> wait = threads.callAsync(verb, run -> {
            CompletableFuture<T> left = new CompletableFuture<>();
            run.waitsFor("the services");
            run.onEnd(why -> endEarly.accept(left, why));
            work.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    left.complete(value);
                } else {
                    left.completeExceptionally(cause(failure));
                }
            });
            return left;
        });
        return Call.of(threads.nanos(), context -> {
                    requireOpen.run();
                    return CompletableFuture.completedFuture(wait);
                })
                .then(open -> open);
    }

    /** The failure behind what a future wraps around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
