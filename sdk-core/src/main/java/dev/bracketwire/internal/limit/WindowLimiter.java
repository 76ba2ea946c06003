// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps fixed limits for each principal at each host, and pauses for what replies ask for. */
public final class WindowLimiter implements Limiter {
    private final List<Limit> limits;
    private final ConcurrentHashMap<Key, Budget> budgets = new ConcurrentHashMap<>();

    /** Keeps these limits; none means that only replies can make anybody wait. */
    public WindowLimiter(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        Key key = new Key(ask.principal(), ask.host());
        Budget budget = budgets.get(key);
        if (budget == null) {
            budget = budgets.computeIfAbsent(key, k -> new Budget(k.host, limits, ask.clock()));
        }
        return budget.bucket.acquire(
                ask.request().weight(), !ask.request().isBackground(), ask.patience(), ask.clock());
    }

    @Override
    public List<State> state() {
        return budgets.values().stream()
                .flatMap(budget -> budget.state().stream())
                .toList();
    }

    private record Key(String principal, String host) {}

    private static final class Budget {
        private final Pause pause;
        private final List<Window> windows;
        private final Clock clock;
        private final Bucket bucket;

        Budget(String host, List<Limit> limits, Clock clock) {
            this.pause = new Pause(host);
            this.windows = limits.stream().map(limit -> new Window(limit, host)).toList();
            this.clock = clock;
            this.bucket = new Bucket(null, pause, windows, clock, null);
        }

        List<State> state() {
            synchronized (bucket) {
                return States.of(pause, windows, clock.nanos());
            }
        }
    }
}
