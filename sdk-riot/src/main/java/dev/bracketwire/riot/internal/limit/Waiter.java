// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Limiter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One who waits for a permit; cancelling it gives its place up. */
final class Waiter extends CompletableFuture<Limiter.Permit> {
    final Limiter.Clock clock;
    final Line line;
    final boolean urgent;
    final long number;
    private final Consumer<Waiter> leaving;

    Waiter(Limiter.Clock clock, Line line, boolean urgent, long number, Consumer<Waiter> leaving) {
        this.clock = clock;
        this.line = line;
        this.urgent = urgent;
        this.number = number;
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
