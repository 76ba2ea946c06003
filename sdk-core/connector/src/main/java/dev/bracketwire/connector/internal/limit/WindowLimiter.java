// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps fixed limits for each principal at each host, and pauses for what replies ask for. */
public final class WindowLimiter implements Limiter {
    private final List<Limit> limits;
    private final ConcurrentHashMap<Key, Budget> budgets = new ConcurrentHashMap<>();
    private volatile @Nullable LimiterSnapshot limiterSnapshot;

    /** Keeps these limits; none means that only replies can make anybody wait. */
    public WindowLimiter(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        if (limiterSnapshot != null) {
            recall(ask.clock());
        }
        Key key = new Key(ask.principal(), ask.host());
        Budget budget = budgets.get(key);
        if (budget == null) {
            budget = budget(key, ask.clock());
        }
        return budget.permitBudget.acquire(ask);
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
        LimiterSnapshot unread = limiterSnapshot;
        Budget any = budgets.values().stream().findFirst().orElse(null);
        if (unread != null || any == null) {
            return unread == null ? "" : unread.text();
        }
        LimiterSnapshot.Writer saved = new LimiterSnapshot.Writer(any.clock.now());
        budgets.forEach((key, budget) -> budget.save(key, saved));
        return saved.text();
    }

    @Override
    public void restore(String saved) {
        limiterSnapshot = LimiterSnapshot.of(saved);
    }

    private synchronized void recall(Clock clock) {
        LimiterSnapshot saved = limiterSnapshot;
        if (saved == null) {
            return;
        }
        long then = saved.begin(clock);
        saved.each((rule, key, image) -> {
            int space = key.indexOf(' ');
            Budget budget = budget(new Key(key.substring(space + 1), key.substring(0, Math.max(0, space))), clock);
            if (rule < limits.size()) {
                synchronized (budget.permitBudget) {
                    budget.meters.get(rule).recall(image, then);
                }
            }
        });
        saved.eachPause((principal, host, left) -> {
            Budget budget = budget(new Key(principal, host), clock);
            synchronized (budget.permitBudget) {
                budget.limiterPause.until(then, left);
            }
        });
        limiterSnapshot = null;
    }

    private record Key(String principal, String host) {}

    private static final class Budget {
        private final LimiterPause limiterPause;
        private final List<BudgetMeter> meters;
        private final Clock clock;
        private final PermitBudget permitBudget;

        Budget(String host, List<Limit> limits, Clock clock) {
            this.limiterPause = new LimiterPause(host);
            this.meters =
                    limits.stream().map(limit -> BudgetMeter.of(limit, host)).toList();
            this.clock = clock;
            this.permitBudget = new PermitBudget(null, limiterPause, meters, clock);
        }

        List<State> state() {
            synchronized (permitBudget) {
                return MeterStates.of(limiterPause, meters, clock.nanos());
            }
        }

        void save(Key key, LimiterSnapshot.Writer saved) {
            synchronized (permitBudget) {
                long now = clock.nanos();
                for (int i = 0; i < meters.size(); i++) {
                    if (!meters.get(i).blank(now)) {
                        saved.add(
                                i, key.host + " " + key.principal, meters.get(i).image(now));
                    }
                }
                saved.pause(key.principal, key.host, limiterPause.left(now));
            }
        }
    }
}
