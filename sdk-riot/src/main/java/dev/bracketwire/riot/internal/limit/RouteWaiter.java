// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One who waits for a permit; cancelling it gives its place up. */
final class RouteWaiter extends CompletableFuture<Limiter.Permit> {
    final Limiter.Clock clock;
    final EndpointQueue endpointQueue;
    final boolean urgent;
    final long number;
    private final Consumer<RouteWaiter> leaving;

    RouteWaiter(
            Limiter.Clock clock,
            EndpointQueue endpointQueue,
            boolean urgent,
            long number,
            Consumer<RouteWaiter> leaving) {
        this.clock = clock;
        this.endpointQueue = endpointQueue;
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
