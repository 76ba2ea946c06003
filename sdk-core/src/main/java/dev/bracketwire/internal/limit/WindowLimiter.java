// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps fixed limits for each principal at each host, and pauses for what replies ask for. */
public final class WindowLimiter implements Limiter {
    private final List<Limit> limits;
    private final ConcurrentHashMap<Key, Budget> budgets = new ConcurrentHashMap<>();
    private volatile @Nullable Memory memory;

    /** Keeps these limits; none means that only replies can make anybody wait. */
    public WindowLimiter(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        if (memory != null) {
            recall(ask.clock());
        }
        Key key = new Key(ask.principal(), ask.host());
        Budget budget = budgets.get(key);
        if (budget == null) {
            budget = budget(key, ask.clock());
        }
        return budget.bucket.acquire(ask);
    }

    private Budget budget(Key key, Clock clock) {
        return budgets.computeIfAbsent(key, of -> new Budget(of.host, limits, clock));
    }

    @Override
    public List<State> state() {
        return budgets.values().stream()
                .flatMap(budget -> budget.state().stream())
                .toList();
    }

    @Override
    public String save() {
        Memory unread = memory;
        Budget any = budgets.values().stream().findFirst().orElse(null);
        if (unread != null || any == null) {
            return unread == null ? "" : unread.text();
        }
        Memory.Writer saved = new Memory.Writer(any.clock.now());
        budgets.forEach((key, budget) -> budget.save(key, saved));
        return saved.text();
    }

    @Override
    public void restore(String saved) {
        memory = Memory.of(saved);
    }

    private synchronized void recall(Clock clock) {
        Memory saved = memory;
        if (saved == null) {
            return;
        }
        long then = saved.begin(clock);
        saved.each((rule, key, image) -> {
            int space = key.indexOf(' ');
            Budget budget = budget(new Key(key.substring(space + 1), key.substring(0, Math.max(0, space))), clock);
            if (rule < limits.size()) {
                synchronized (budget.bucket) {
                    budget.meters.get(rule).recall(image, then);
                }
            }
        });
        saved.eachPause((principal, host, left) -> {
            Budget budget = budget(new Key(principal, host), clock);
            synchronized (budget.bucket) {
                budget.pause.until(then, left);
            }
        });
        memory = null;
    }

    private record Key(String principal, String host) {}

    private static final class Budget {
        private final Pause pause;
        private final List<Meter> meters;
        private final Clock clock;
        private final Bucket bucket;

        Budget(String host, List<Limit> limits, Clock clock) {
            this.pause = new Pause(host);
            this.meters = limits.stream().map(limit -> Meter.of(limit, host)).toList();
            this.clock = clock;
            this.bucket = new Bucket(null, pause, meters, clock);
        }

        List<State> state() {
            synchronized (bucket) {
                return States.of(pause, meters, clock.nanos());
            }
        }

        void save(Key key, Memory.Writer saved) {
            synchronized (bucket) {
                long now = clock.nanos();
                for (int i = 0; i < meters.size(); i++) {
                    if (!meters.get(i).blank(now)) {
                        saved.add(
                                i, key.host + " " + key.principal, meters.get(i).image(now));
                    }
                }
                saved.pause(key.principal, key.host, pause.left(now));
            }
        }
    }
}
