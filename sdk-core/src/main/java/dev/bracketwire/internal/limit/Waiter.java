// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limiter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One who waits for a permit; cancelling it gives its place up. */
final class Waiter extends CompletableFuture<Limiter.Permit> {
    final Limiter.Ask ask;
    final int weight;
    final Lane lane;
    boolean queued = true;
    private final Consumer<Waiter> leaving;

    Waiter(Limiter.Ask ask, Lane lane, Consumer<Waiter> leaving) {
        this.ask = ask;
        this.weight = ask.request().weight();
        this.lane = lane;
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
