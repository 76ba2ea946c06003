// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One who waits for a permit; cancelling it gives its place up. */
final class PermitWaiter extends CompletableFuture<Limiter.Permit> {
    final Limiter.Ask ask;
    final int weight;
    final WaitQueue waitQueue;
    boolean queued = true;
    private final Consumer<PermitWaiter> leaving;

    PermitWaiter(Limiter.Ask ask, WaitQueue waitQueue, Consumer<PermitWaiter> leaving) {
        this.ask = ask;
        this.weight = ask.request().weight();
        this.waitQueue = waitQueue;
        this.leaving = leaving;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            leaving.accept(this);
        }
        return cancelled;
    }
}
