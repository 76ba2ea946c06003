// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps limits whose meters are shared by all attempts with the same key. */
public final class KeyedLimiter implements Limiter, SharedMeters {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedLimiter.class);
    private static final int FEW = 1024;

    private final List<Rule> rules;
    private final boolean learning;

    // All guarded by this limiter's lock, which is that of the budgets too.
    private final Map<Spender, LimiterPause> pauses = new HashMap<>();
    private final Map<Counter, BudgetMeter> meters = new HashMap<>();
    private final Map<Counter, LearnedMeter> shared = new HashMap<>();
    private final Map<Purse, PermitBudget> buckets = new HashMap<>();
    private final Set<PermitBudget> busy = new LinkedHashSet<>();
    private int tidyAt = FEW;
    private @Nullable Clock clock;
    private @Nullable LimiterSnapshot limiterSnapshot;

    /** Keeps these limits. */
    public KeyedLimiter(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.learning = rules.stream().anyMatch(rule -> rule.teacher != null);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        Purse purse = purse(ask);
        synchronized (this) {
            Clock measuring = begin(ask.clock());
            tidy(measuring);
            PermitBudget permitBudget = bucket(purse, measuring);
            CompletableFuture<Permit> permit = permitBudget.acquire(ask);
            if (!permit.isDone()) {
                busy.add(permitBudget);
            }
            return permit;
        }
    }

    private Clock begin(Clock first) {
        if (clock == null) {
            clock = first;
            if (limiterSnapshot != null) {
                recall(limiterSnapshot, first);
            }
            limiterSnapshot = null;
        }
        return clock;
    }

    private Purse purse(Ask ask) {
        List<Counter> counters = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            String key = rules.get(i).key.apply(ask);
            if (key != null) {
                counters.add(new Counter(i, key));
            }
        }
        return new Purse(new Spender(ask.principal(), ask.host()), counters);
    }

    private PermitBudget bucket(Purse wanted, Clock measuring) {
        return buckets.computeIfAbsent(
                wanted,
                purse -> new PermitBudget(
                        this,
                        pause(purse.spender),
                        purse.counters.stream().map(this::meter).toList(),
                        measuring));
    }

    private LimiterPause pause(Spender spender) {
        return pauses.computeIfAbsent(spender, of -> new LimiterPause(of.host));
    }

    private BudgetMeter meter(Counter counter) {
        return meters.computeIfAbsent(counter, of -> rules.get(of.rule).meter(of.key));
    }

    @Override
    public boolean learning() {
        return learning;
    }

    @Override
    public boolean learn(Ask ask, Reply reply) {
        boolean conclusive = reply.status() < 500 && reply.status() != 429;
        Map<Counter, LimitReport> lessons = new LinkedHashMap<>();
        for (Counter counter : purse(ask).counters) {
            Rule rule = rules.get(counter.rule);
            if (rule.teacher != null) {
                lessons.put(counter, lesson(rule.teacher, ask, reply));
            }
        }
        synchronized (this) {
            Clock measuring = begin(ask.clock());
            lessons.forEach(
                    (counter, limitReport) -> told(counter, limitReport).learn(limitReport, conclusive, measuring));
        }
        return lessons.values().stream().anyMatch(LimitReport::throttled);
    }

    // The permit must come back whatever a function of somebody else's does.
    private static LimitReport lesson(
            BiFunction<? super Ask, ? super Reply, LimitReport> teacher, Ask ask, Reply reply) {
        try {
            return Objects.requireNonNull(teacher.apply(ask, reply), "lesson");
        } catch (RuntimeException e) {
            LOG.warn("{}: nothing was learned from the reply to {}", ask.connector(), ask.request(), e);
            return LimitReport.none();
        }
    }

    private LearnedMeter told(Counter counter, LimitReport limitReport) {
        LearnedMeter old = (LearnedMeter) meter(counter);
        if (limitReport.budget() == null) {
            return old;
        }
        LearnedMeter common = shared.computeIfAbsent(new Counter(counter.rule, limitReport.budget()), of -> old);
        if (common != old) {
            meters.put(counter, common);
            buckets.values().forEach(permitBudget -> permitBudget.replace(old, common));
        }
        return common;
    }

    // Units that come back may be what somebody with another budget waits for.
    @Override
    public void freed() {
        List<PermitBudget> waiting;
        synchronized (this) {
            busy.removeIf(PermitBudget::isIdle);
            waiting = List.copyOf(busy);
        }
        waiting.forEach(PermitBudget::serve);
    }

    // Once there are many. What a budget knows lies in its meters, and those that are blank know nothing.
    private void tidy(Clock measuring) {
        if (buckets.size() < tidyAt && meters.size() < tidyAt) {
            return;
        }
        long now = measuring.nanos();
        buckets.values().removeIf(PermitBudget::isIdle);
        busy.removeIf(PermitBudget::isIdle);
        Set<Counter> held = new HashSet<>();
        buckets.keySet().forEach(purse -> held.addAll(purse.counters));
        meters.entrySet()
                .removeIf(entry ->
                        !held.contains(entry.getKey()) && entry.getValue().blank(now));
        shared.values().retainAll(Set.copyOf(meters.values()));
        tidyAt = Math.max(FEW, 2 * Math.max(buckets.size(), meters.size()));
    }

    @Override
    public synchronized List<State> state() {
        if (clock == null) {
            return List.of();
        }
        long now = clock.nanos();
        List<State> states = new ArrayList<>();
        Set.copyOf(meters.values()).forEach(budgetMeter -> budgetMeter.tell(0, now, states::add));
        pauses.values().stream()
                .filter(limiterPause -> limiterPause.left(now) > 0)
                .forEach(limiterPause -> states.add(limiterPause.state(now)));
        return states;
    }

    @Override
    public synchronized String save() {
        if (clock == null) {
            return limiterSnapshot == null ? "" : limiterSnapshot.text();
        }
        long now = clock.nanos();
        LimiterSnapshot.Writer saved = new LimiterSnapshot.Writer(clock.now());
        meters.forEach((counter, budgetMeter) -> {
            if (budgetMeter instanceof LearnedMeter || !budgetMeter.blank(now)) {
                saved.add(counter.rule, counter.key, budgetMeter.image(now));
            }
        });
        pauses.forEach((spender, limiterPause) -> saved.pause(spender.principal, spender.host, limiterPause.left(now)));
        return saved.text();
    }

    @Override
    public synchronized void restore(String saved) {
        limiterSnapshot = LimiterSnapshot.of(saved);
        if (clock != null) {
            recall(limiterSnapshot, clock);
            limiterSnapshot = null;
        }
    }

    private void recall(LimiterSnapshot saved, Clock measuring) {
        long then = saved.begin(measuring);
        long now = measuring.nanos();
        saved.each((rule, key, image) -> {
            if (rule < rules.size()) {
                BudgetMeter budgetMeter = meter(new Counter(rule, key));
                if (budgetMeter.blank(now)) {
                    budgetMeter.recall(image, then);
                }
            }
        });
        saved.eachPause(
                (principal, host, left) -> pause(new Spender(principal, host)).until(then, left));
    }

    /**
     * What is counted by which key.
     *
     * @param limit the limit, null where replies tell it
     * @param teacher what reads replies, null where the limit is given
     * @param key who shares it; null for attempts that do not count
     */
    public record Rule(
            @Nullable Limit limit,
            @Nullable BiFunction<? super Ask, ? super Reply, LimitReport> teacher,
            Function<? super Ask, @Nullable String> key) {
        BudgetMeter meter(String owner) {
            return limit == null ? new LearnedMeter(owner) : BudgetMeter.of(limit, owner);
        }
    }

    private record Spender(String principal, String host) {}

    private record Counter(int rule, String key) {}

    private record Purse(Spender spender, List<Counter> counters) {}
}
