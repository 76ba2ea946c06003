// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** One host as one key sees it: what the application may ask of it, and of each endpoint. It is its own lock. */
final class Route {
    // Riot's clock may be a little behind ours, and its seconds are whole.
    private static final long GUARD = Duration.ofMillis(500).toNanos();
    private static final long LEAST = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Mode mode;
    private final Limiter.Clock clock;
    private final DoubleSupplier random;
    private final Budget application;
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<Endpoint, Line> known = new HashMap<>();
    private final Set<Line> busy = new LinkedHashSet<>();
    private int urgent;
    private int waiting;
    private long arrived;
    private @Nullable CompletableFuture<@Nullable Void> wake;
    private Limiter.@Nullable Clock wakeBy;
    private long wakeAt;

    Route(String name, Mode mode, Limiter.Clock clock, DoubleSupplier random) {
        this.name = name;
        this.mode = mode;
        this.clock = clock;
        this.random = random;
        this.application = new Budget(name, mode);
    }

    CompletableFuture<Limiter.Permit> acquire(Limiter.Ask ask) {
        Waiter waiter;
        List<Served> served;
        synchronized (this) {
            long now = clock.nanos();
            Line line = line(ask);
            if (waiting == 0 && wait(line, 1, 1, now) == 0) {
                return CompletableFuture.completedFuture(take(line, now));
            }
            boolean urgently = !ask.request().isBackground();
            int before = urgently ? urgent : waiting;
            int beside =
                    line.lane(true).size() + (urgently ? 0 : line.lane(false).size());
            long wait = wait(line, before + 1L, beside + 1L, now);
            if (wait > ask.patience().toNanos()) {
                boolean app = application.until(before + 1L, now) >= line.budget.until(beside + 1L, now);
                return CompletableFuture.completedFuture(
                        new Limiter.Refused(Duration.ofNanos(wait), (app ? application : line.budget).scope(now)));
            }
            waiter = new Waiter(ask.clock(), line, urgently, arrived++, this::left);
            line.lane(urgently).add(waiter);
            busy.add(line);
            waiting++;
            urgent += urgently ? 1 : 0;
            served = serve(now);
        }
        served.forEach(Served::complete);
        return waiter;
    }

    private Line line(Limiter.Ask ask) {
        Endpoint endpoint = new Endpoint(ask.request().method(), ask.request().template());
        Line line = known.get(endpoint);
        if (line == null) {
            line = line(endpoint.method + " " + endpoint.template.replaceAll("\\{[^}]*}", "{}"));
            known.put(endpoint, line);
        }
        return line;
    }

    /** The line of an endpoint, whose places have no names. */
    Line line(String endpoint) {
        return lines.computeIfAbsent(
                endpoint, of -> new Line(of, new Budget(of.substring(of.indexOf(' ') + 1) + " of " + name, mode)));
    }

    Budget application() {
        return application;
    }

    private long wait(Line line, long ofAll, long ofLine, long now) {
        return Math.max(application.until(ofAll, now), line.budget.until(ofLine, now));
    }

    private Ticket take(Line line, long now) {
        return new Ticket(line, application.take(now), line.budget.take(now));
    }

    /** Serves who may go on: of the urgent who came first, then of the others. Waits of one line hold up no other. */
    private List<Served> serve(long now) {
        if (waiting == 0) {
            return List.of();
        }
        List<Served> served = new ArrayList<>();
        for (Waiter next = next(now); next != null; next = next(now)) {
            remove(next);
            served.add(new Served(next, take(next.line, now)));
        }
        arm(now);
        return served;
    }

    private @Nullable Waiter next(long now) {
        if (waiting == 0 || application.until(1, now) > 0) {
            return null;
        }
        Waiter next = urgent > 0 ? next(true, now) : null;
        return next == null ? next(false, now) : next;
    }

    private @Nullable Waiter next(boolean urgently, long now) {
        Waiter next = null;
        for (Line line : busy) {
            Waiter first = line.first(urgently);
            if (first != null && (next == null || first.number < next.number) && line.budget.until(1, now) == 0) {
                next = first;
            }
        }
        return next;
    }

    private boolean remove(Waiter waiter) {
        if (!waiter.line.lane(waiter.urgent).remove(waiter)) {
            return false;
        }
        waiting--;
        urgent -= waiter.urgent ? 1 : 0;
        if (waiter.line.isEmpty()) {
            busy.remove(waiter.line);
        }
        return true;
    }

    // By the clock of one who waits: those of others may end with their clients.
    private void arm(long now) {
        Waiter soonest = null;
        long least = Long.MAX_VALUE;
        for (Line line : busy) {
            long wait = wait(line, 1, 1, now);
            Waiter first = line.first(true) == null ? line.first(false) : line.first(true);
            if (first != null && wait < least) {
                least = wait;
                soonest = first;
            }
        }
        if (soonest == null) {
            return;
        }
        long due = now + Math.max(1, least);
        if (wake != null && !wake.isDone() && wakeBy == soonest.clock && wakeAt == due) {
            return;
        }
        if (wake != null) {
            wake.cancel(false);
        }
        CompletableFuture<@Nullable Void> timer = soonest.clock.after(Duration.ofNanos(due - now));
        wake = timer;
        wakeBy = soonest.clock;
        wakeAt = due;
        timer.thenRun(this::serve);
    }

    private void serve() {
        List<Served> served;
        synchronized (this) {
            served = serve(clock.nanos());
        }
        served.forEach(Served::complete);
    }

    private void left(Waiter waiter) {
        boolean gone;
        synchronized (this) {
            gone = remove(waiter);
        }
        if (gone) {
            serve();
        }
    }

    /** Hears that a clock ends, whose timers then do not come. */
    void ended(Limiter.Clock gone) {
        synchronized (this) {
            if (wakeBy != gone) {
                return;
            }
            wake = null;
            wakeBy = null;
        }
        serve();
    }

    private void answered(Ticket ticket, Reply reply) {
        Told told = new Told(reply.headers());
        boolean conclusive = reply.isSuccess() || reply.status() == 404;
        Refusal refusal = Refusal.of(reply, clock);
        List<Served> served;
        synchronized (this) {
            long now = clock.nanos();
            application.limits(told.applicationLimits, conclusive);
            ticket.line.budget.limits(told.methodLimits, conclusive);
            application.back(ticket.probe, now);
            ticket.line.budget.back(ticket.lineProbe, now);
            application.counts(told.applicationCounts, now);
            ticket.line.budget.counts(told.methodCounts, now);
            if (refusal != null) {
                refused(ticket.line, refusal, now);
            } else if (conclusive) {
                ticket.line.fares();
            }
            served = serve(now);
        }
        served.forEach(Served::complete);
    }

    private void refused(Line line, Refusal refusal, long now) {
        Budget budget = refusal.scope() == Refusal.Scope.APPLICATION ? application : line.budget;
        Duration asked = refusal.retryAfter();
        if (asked != null) {
            budget.pause(asked.toNanos() + GUARD, now);
        } else if (refusal.scope() == Refusal.Scope.SERVICE) {
            budget.pause(line.backoff(random), now);
        } else {
            budget.pause(Math.max(LEAST, budget.until(1, now)), now);
        }
    }

    private void lost(Ticket ticket) {
        List<Served> served;
        synchronized (this) {
            long now = clock.nanos();
            application.back(ticket.probe, now);
            ticket.line.budget.back(ticket.lineProbe, now);
            served = serve(now);
        }
        served.forEach(Served::complete);
    }

    private void unused(Ticket ticket) {
        List<Served> served;
        synchronized (this) {
            application.unused(ticket.probe);
            ticket.line.budget.unused(ticket.lineProbe);
            served = serve(clock.nanos());
        }
        served.forEach(Served::complete);
    }

    synchronized void tell(Consumer<Limiter.State> into) {
        long now = clock.nanos();
        application.tell(now, into);
        lines.values().forEach(line -> line.budget.tell(now, into));
    }

    synchronized void save(String prefix, Consumer<String> into) {
        long now = clock.nanos();
        application.save(prefix + "\t", now, into);
        lines.values().forEach(line -> line.budget.save(prefix + "\t" + line.name, now, into));
    }

    private record Endpoint(String method, String template) {}

    private record Served(Waiter waiter, Ticket ticket) {
        void complete() {
            if (!waiter.complete(ticket)) {
                ticket.unused();
            }
        }
    }

    private final class Ticket implements Limiter.Permit {
        private final Line line;
        private final boolean probe;
        private final boolean lineProbe;

        Ticket(Line line, boolean probe, boolean lineProbe) {
            this.line = line;
            this.probe = probe;
            this.lineProbe = lineProbe;
        }

        @Override
        public void answered(Reply reply) {
            Route.this.answered(this, reply);
        }

        @Override
        public void lost() {
            Route.this.lost(this);
        }

        @Override
        public void unused() {
            Route.this.unused(this);
        }
    }
}
