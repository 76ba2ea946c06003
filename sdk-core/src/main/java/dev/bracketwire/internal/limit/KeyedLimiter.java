// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps limits whose windows are shared by all attempts with the same key. */
public final class KeyedLimiter implements Limiter {
    private static final int FEW = 1024;

    private final List<Rule> rules;

    // All guarded by this limiter's lock, which is that of the budgets too.
    private final Map<Spender, Pause> pauses = new HashMap<>();
    private final Map<Counter, Window> windows = new HashMap<>();
    private final Map<Purse, Bucket> buckets = new HashMap<>();
    private int tidyAt = FEW;
    private @Nullable Clock clock;

    /** Keeps these limits. */
    public KeyedLimiter(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        Purse purse = purse(ask);
        synchronized (this) {
            clock = clock == null ? ask.clock() : clock;
            tidy(clock);
            return bucket(purse, clock)
                    .acquire(ask.request().weight(), !ask.request().isBackground(), ask.patience(), ask.clock());
        }
    }

    private Purse purse(Ask ask) {
        List<Counter> counters = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            String key = rule.key.apply(ask);
            if (key != null) {
                counters.add(new Counter(rule, key));
            }
        }
        return new Purse(new Spender(ask.principal(), ask.host()), counters);
    }

    private Bucket bucket(Purse wanted, Clock measuring) {
        return buckets.computeIfAbsent(
                wanted,
                purse -> new Bucket(
                        this,
                        pauses.computeIfAbsent(purse.spender, spender -> new Pause(spender.host)),
                        purse.counters.stream().map(this::window).toList(),
                        measuring,
                        this::serve));
    }

    private Window window(Counter counter) {
        return windows.computeIfAbsent(counter, key -> new Window(key.rule.limit, key.key));
    }

    // Units that come back may be what somebody with another budget waits for.
    private void serve() {
        List<Bucket> waiting;
        synchronized (this) {
            waiting =
                    buckets.values().stream().filter(bucket -> !bucket.isIdle()).toList();
        }
        waiting.forEach(Bucket::serve);
    }

    // Once there are many. What a budget knows lies in its windows, and those that have run full again know nothing.
    private void tidy(Clock measuring) {
        if (buckets.size() < tidyAt && windows.size() < tidyAt) {
            return;
        }
        long now = measuring.nanos();
        buckets.values().removeIf(Bucket::isIdle);
        Set<Counter> held = new HashSet<>();
        buckets.keySet().forEach(purse -> held.addAll(purse.counters));
        windows.entrySet()
                .removeIf(entry -> !held.contains(entry.getKey())
                        && entry.getValue().room(now) == entry.getValue().limit());
        tidyAt = Math.max(FEW, 2 * Math.max(buckets.size(), windows.size()));
    }

    @Override
    public synchronized List<State> state() {
        if (clock == null) {
            return List.of();
        }
        long now = clock.nanos();
        List<State> states = new ArrayList<>();
        windows.values().forEach(window -> states.add(window.state(0, now)));
        pauses.values().stream().filter(pause -> pause.left(now) > 0).forEach(pause -> states.add(pause.state(now)));
        return states;
    }

    /**
     * A limit and whose it is.
     *
     * @param limit the limit
     * @param key who shares it; null for attempts that do not count
     */
    public record Rule(Limit limit, Function<? super Ask, @Nullable String> key) {}

    private record Spender(String principal, String host) {}

    private record Counter(Rule rule, String key) {}

    private record Purse(Spender spender, List<Counter> counters) {}
}
