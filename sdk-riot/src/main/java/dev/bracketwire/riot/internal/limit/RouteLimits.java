// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter;
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
final class RouteLimits {
    // Riot's clock may be a little behind ours, and its seconds are whole.
    private static final long GUARD = Duration.ofMillis(500).toNanos();
    private static final long LEAST = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final LimitUsage limitUsage;
    private final Limiter.Clock clock;
    private final DoubleSupplier random;
    private final KeyBudget application;
    private final Map<String, EndpointQueue> lines = new HashMap<>();
    private final Map<Endpoint, EndpointQueue> known = new HashMap<>();
    private final Set<EndpointQueue> busy = new LinkedHashSet<>();
    private int urgent;
    private int waiting;
    private long arrived;
    private @Nullable CompletableFuture<@Nullable Void> wake;
    private Limiter.@Nullable Clock wakeBy;
    private long wakeAt;

    RouteLimits(String name, LimitUsage limitUsage, Limiter.Clock clock, DoubleSupplier random) {
        this.name = name;
        this.limitUsage = limitUsage;
        this.clock = clock;
        this.random = random;
        this.application = new KeyBudget(name, limitUsage);
    }

    CompletableFuture<Limiter.Permit> acquire(Limiter.Ask ask) {
        RouteWaiter routeWaiter;
        List<Served> served;
        synchronized (this) {
            long now = clock.nanos();
            EndpointQueue endpointQueue = line(ask);
            if (waiting == 0 && wait(endpointQueue, 1, 1, now) == 0) {
                return CompletableFuture.completedFuture(take(endpointQueue, now));
            }
            boolean urgently = !ask.request().isBackground();
            int before = urgently ? urgent : waiting;
            int beside = endpointQueue.lane(true).size()
                    + (urgently ? 0 : endpointQueue.lane(false).size());
            long wait = wait(endpointQueue, before + 1L, beside + 1L, now);
            if (wait > ask.patience().toNanos()) {
                boolean app = application.until(before + 1L, now) >= endpointQueue.keyBudget.until(beside + 1L, now);
                return CompletableFuture.completedFuture(new Limiter.Refused(
                        Duration.ofNanos(wait), (app ? application : endpointQueue.keyBudget).scope(now)));
            }
            routeWaiter = new RouteWaiter(ask.clock(), endpointQueue, urgently, arrived++, this::left);
            endpointQueue.lane(urgently).add(routeWaiter);
            busy.add(endpointQueue);
            waiting++;
            urgent += urgently ? 1 : 0;
            served = serve(now);
        }
        served.forEach(Served::complete);
        return routeWaiter;
    }

    private EndpointQueue line(Limiter.Ask ask) {
        Endpoint endpoint = new Endpoint(ask.request().method(), ask.request().template());
        EndpointQueue endpointQueue = known.get(endpoint);
        if (endpointQueue == null) {
            endpointQueue = line(endpoint.method + " " + endpoint.template.replaceAll("\\{[^}]*}", "{}"));
            known.put(endpoint, endpointQueue);
        }
        return endpointQueue;
    }

    /** The line of an endpoint, whose places have no names. */
    EndpointQueue line(String endpoint) {
        return lines.computeIfAbsent(
                endpoint,
                of -> new EndpointQueue(
                        of, new KeyBudget(of.substring(of.indexOf(' ') + 1) + " of " + name, limitUsage)));
    }

    KeyBudget application() {
        return application;
    }

    private long wait(EndpointQueue endpointQueue, long ofAll, long ofLine, long now) {
        return Math.max(application.until(ofAll, now), endpointQueue.keyBudget.until(ofLine, now));
    }

    private Ticket take(EndpointQueue endpointQueue, long now) {
        return new Ticket(endpointQueue, application.take(now), endpointQueue.keyBudget.take(now));
    }

    /** Serves who may go on: of the urgent who came first, then of the others. Waits of one line hold up no other. */
    private List<Served> serve(long now) {
        if (waiting == 0) {
            return List.of();
        }
        List<Served> served = new ArrayList<>();
        for (RouteWaiter next = next(now); next != null; next = next(now)) {
            remove(next);
            served.add(new Served(next, take(next.endpointQueue, now)));
        }
        arm(now);
        return served;
    }

    private @Nullable RouteWaiter next(long now) {
        if (waiting == 0 || application.until(1, now) > 0) {
            return null;
        }
        RouteWaiter next = urgent > 0 ? next(true, now) : null;
        return next == null ? next(false, now) : next;
    }

    private @Nullable RouteWaiter next(boolean urgently, long now) {
        RouteWaiter next = null;
        for (EndpointQueue endpointQueue : busy) {
            RouteWaiter first = endpointQueue.first(urgently);
            if (first != null
                    && (next == null || first.number < next.number)
                    && endpointQueue.keyBudget.until(1, now) == 0) {
                next = first;
            }
        }
        return next;
    }

    private boolean remove(RouteWaiter routeWaiter) {
        if (!routeWaiter.endpointQueue.lane(routeWaiter.urgent).remove(routeWaiter)) {
            return false;
        }
        waiting--;
        urgent -= routeWaiter.urgent ? 1 : 0;
        if (routeWaiter.endpointQueue.isEmpty()) {
            busy.remove(routeWaiter.endpointQueue);
        }
        return true;
    }

    // By the clock of one who waits: those of others may end with their clients.
    private void arm(long now) {
        RouteWaiter soonest = null;
        long least = Long.MAX_VALUE;
        for (EndpointQueue endpointQueue : busy) {
            long wait = wait(endpointQueue, 1, 1, now);
            RouteWaiter first =
                    endpointQueue.first(true) == null ? endpointQueue.first(false) : endpointQueue.first(true);
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

    private void left(RouteWaiter routeWaiter) {
        boolean gone;
        synchronized (this) {
            gone = remove(routeWaiter);
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
        ReportedLimits reportedLimits = new ReportedLimits(reply.headers());
        boolean conclusive = reply.isSuccess() || reply.status() == 404;
        LimitRefusal limitRefusal = LimitRefusal.of(reply, clock);
        List<Served> served;
        synchronized (this) {
            long now = clock.nanos();
            application.limits(reportedLimits.applicationLimits, conclusive);
            ticket.endpointQueue.keyBudget.limits(reportedLimits.methodLimits, conclusive);
            application.back(ticket.probe, now);
            ticket.endpointQueue.keyBudget.back(ticket.lineProbe, now);
            application.counts(reportedLimits.applicationCounts, now);
            ticket.endpointQueue.keyBudget.counts(reportedLimits.methodCounts, now);
            if (limitRefusal != null) {
                refused(ticket.endpointQueue, limitRefusal, now);
            } else if (conclusive) {
                ticket.endpointQueue.fares();
            }
            served = serve(now);
        }
        served.forEach(Served::complete);
    }

    private void refused(EndpointQueue endpointQueue, LimitRefusal limitRefusal, long now) {
        KeyBudget keyBudget =
                limitRefusal.scope() == LimitRefusal.Scope.APPLICATION ? application : endpointQueue.keyBudget;
        Duration asked = limitRefusal.retryAfter();
        if (asked != null) {
            keyBudget.pause(asked.toNanos() + GUARD, now);
        } else if (limitRefusal.scope() == LimitRefusal.Scope.SERVICE) {
            keyBudget.pause(endpointQueue.backoff(random), now);
        } else {
            keyBudget.pause(Math.max(LEAST, keyBudget.until(1, now)), now);
        }
    }

    private void lost(Ticket ticket) {
        List<Served> served;
        synchronized (this) {
            long now = clock.nanos();
            application.back(ticket.probe, now);
            ticket.endpointQueue.keyBudget.back(ticket.lineProbe, now);
            served = serve(now);
        }
        served.forEach(Served::complete);
    }

    private void unused(Ticket ticket) {
        List<Served> served;
        synchronized (this) {
            application.unused(ticket.probe);
            ticket.endpointQueue.keyBudget.unused(ticket.lineProbe);
            served = serve(clock.nanos());
        }
        served.forEach(Served::complete);
    }

    synchronized void tell(Consumer<Limiter.State> into) {
        long now = clock.nanos();
        application.tell(now, into);
        lines.values().forEach(endpointQueue -> endpointQueue.keyBudget.tell(now, into));
    }

    synchronized void save(String prefix, Consumer<String> into) {
        long now = clock.nanos();
        application.save(prefix + "\t", now, into);
        lines.values()
                .forEach(endpointQueue -> endpointQueue.keyBudget.save(prefix + "\t" + endpointQueue.name, now, into));
    }

    private record Endpoint(String method, String template) {}

    private record Served(RouteWaiter routeWaiter, Ticket ticket) {
        void complete() {
            if (!routeWaiter.complete(ticket)) {
                ticket.unused();
            }
        }
    }

    private final class Ticket implements Limiter.Permit {
        private final EndpointQueue endpointQueue;
        private final boolean probe;
        private final boolean lineProbe;

        Ticket(EndpointQueue endpointQueue, boolean probe, boolean lineProbe) {
            this.endpointQueue = endpointQueue;
            this.probe = probe;
            this.lineProbe = lineProbe;
        }

        @Override
        public void answered(Reply reply) {
            RouteLimits.this.answered(this, reply);
        }

        @Override
        public void lost() {
            RouteLimits.this.lost(this);
        }

        @Override
        public void unused() {
            RouteLimits.this.unused(this);
        }
    }
}
