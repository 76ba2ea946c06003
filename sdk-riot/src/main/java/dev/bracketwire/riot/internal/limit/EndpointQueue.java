// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Those who wait for one endpoint of a route: the urgent, and behind them the others. Guarded by the lock of its route. */
final class EndpointQueue {
    private static final int DOUBLINGS = 3;

    final String name;
    final KeyBudget keyBudget;
    private final Set<RouteWaiter> urgent = new LinkedHashSet<>();
    private final Set<RouteWaiter> patient = new LinkedHashSet<>();
    private int refusals;

    EndpointQueue(String name, KeyBudget keyBudget) {
        this.name = name;
        this.keyBudget = keyBudget;
    }

    Set<RouteWaiter> lane(boolean urgently) {
        return urgently ? urgent : patient;
    }

    @Nullable
    RouteWaiter first(boolean urgently) {
        Iterator<RouteWaiter> waiting = lane(urgently).iterator();
        return waiting.hasNext() ? waiting.next() : null;
    }

    boolean isEmpty() {
        return urgent.isEmpty() && patient.isEmpty();
    }

    /** For how long to leave an endpoint alone that is busy with others and does not say for how long. */
    long backoff(DoubleSupplier random) {
        long most = Duration.ofSeconds(1L << Math.min(refusals++, DOUBLINGS)).toNanos();
        return Math.max(1, (long) (most * random.getAsDouble()));
    }

    void fares() {
        refusals = 0;
    }
}
