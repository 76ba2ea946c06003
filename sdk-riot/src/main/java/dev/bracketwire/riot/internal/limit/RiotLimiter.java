// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what Riot allows each key on each route, as its answers tell it. A route is what one connector asks. */
public final class RiotLimiter implements Limiter {
    private static final String FORM = "bracketwire-riot-limits-1";

    private final LimitUsage limitUsage;
    private final DoubleSupplier random;
    private final ConcurrentHashMap<Key, RouteLimits> routes = new ConcurrentHashMap<>();
    private volatile @Nullable Clock clock;
    private List<String> saved = List.of();
    private @Nullable Instant savedAt;

    /** Uses limits so. */
    public RiotLimiter(LimitUsage limitUsage) {
        this(limitUsage, () -> ThreadLocalRandom.current().nextDouble());
    }

    RiotLimiter(LimitUsage limitUsage, DoubleSupplier random) {
        this.limitUsage = limitUsage;
        this.random = random;
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        Key key = new Key(ask.principal(), ask.connector());
        RouteLimits routeLimits = routes.get(key);
        return (routeLimits == null ? make(key, ask.clock()) : routeLimits).acquire(ask);
    }

    private synchronized RouteLimits make(Key key, Clock first) {
        Clock measuring = clock;
        if (measuring == null) {
            measuring = first;
            clock = first;
        }
        RouteLimits routeLimits = routes.get(key);
        if (routeLimits == null) {
            routeLimits = new RouteLimits(key.route, limitUsage, measuring, random);
            recall(key, routeLimits, measuring);
            routes.put(key, routeLimits);
        }
        return routeLimits;
    }

    private void recall(Key key, RouteLimits routeLimits, Clock measuring) {
        if (savedAt == null) {
            return;
        }
        Duration since = Duration.between(savedAt, measuring.now());
        // A clock that was set back meanwhile has seen no time pass.
        long then = measuring.nanos() - (since.isNegative() ? 0 : since.toNanos());
        for (String line : saved) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals(key.principal) && fields[1].equals(key.route)) {
                KeyBudget keyBudget =
                        fields[2].isEmpty() ? routeLimits.application() : routeLimits.line(fields[2]).keyBudget;
                keyBudget.recall(fields, 3, then);
            }
        }
    }

    @Override
    public List<State> state() {
        List<State> states = new ArrayList<>();
        routes.values().forEach(routeLimits -> routeLimits.tell(states::add));
        return states;
    }

    @Override
    public synchronized String save() {
        Clock measuring = clock;
        if (measuring == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(FORM + "\t" + measuring.now() + "\n");
        routes.forEach((key, routeLimits) -> routeLimits.save(
                key.principal + "\t" + key.route, line -> text.append(line).append('\n')));
        return text.toString();
    }

    @Override
    public synchronized void restore(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return;
        }
        String[] head = lines.remove(0).split("\t", -1);
        try {
            if (head.length != 2 || !head[0].equals(FORM)) {
                throw new IllegalArgumentException("its first line is another");
            }
            Instant at = Instant.parse(head[1]);
            RouteLimits trial = new RouteLimits("saved", limitUsage, new NoClock(), random);
            for (String line : lines) {
                String[] fields = line.split("\t", -1);
                if (fields.length < 4) {
                    throw new IllegalArgumentException("a line of it is too short");
                }
                (fields[2].isEmpty() ? trial.application() : trial.line(fields[2]).keyBudget).recall(fields, 3, 0);
            }
            savedAt = at;
            saved = List.copyOf(lines);
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "what was saved of Riot's limits cannot be restored: " + e.getMessage(), e);
        }
    }

    @Override
    public void ended(Clock gone) {
        routes.values().forEach(routeLimits -> routeLimits.ended(gone));
    }

    private record Key(String principal, String route) {}

    /** Stands still; for what is only read to see whether it can be. */
    private static final class NoClock implements Clock {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public CompletableFuture<@Nullable Void> after(Duration delay) {
            return new CompletableFuture<>();
        }
    }
}
