// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ResponseCache.Entry;
import dev.bracketwire.internal.cache.Terms;
import dev.bracketwire.internal.cache.Use;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.run.Run;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who ask for the same thing at the same time share one request. That request belongs to all who wait for it,
 * so it runs on the client's executor and not on the thread of the one who happened to come first.
 */
final class Flights {
    private static final Logger LOG = LoggerFactory.getLogger(Flights.class);
    private static final int NOT_MODIFIED = 304;

    private final CacheKeys keys;
    private final ReplyStore store;
    private final Watch watch;
    private final Stage next;
    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();
    // Also those that nobody may join any more.
    private final Set<Flight> underWay = ConcurrentHashMap.newKeySet();

    Flights(CacheKeys keys, ReplyStore store, Watch watch, Stage next) {
        this.keys = keys;
        this.store = store;
        this.watch = watch;
        this.next = next;
    }

    /**
     * Joins the flight that is under way, or starts one.
     *
     * @param stale what is kept and perhaps confirmed
     * @param anew whether one that is under way is of no use
     */
    CompletableFuture<Reply> join(String key, Terms terms, Exchange exchange, @Nullable Entry stale, boolean anew) {
        exchange.source = Source.SHARED;
        String route = CacheKeys.route(key, exchange);
        while (true) {
            Flight flying = anew ? null : flights.get(route);
            if (flying == null) {
                flying = new Flight(key, route, terms, exchange, stale);
                boolean first = anew || flights.putIfAbsent(route, flying) == null;
                if (anew) {
                    flights.put(route, flying);
                }
                if (!first) {
                    continue;
                }
                CompletableFuture<Reply> reply = flying.board(exchange);
                flying.start(anew);
                if (reply != null) {
                    return exchange.await("the upstream", reply);
                }
                continue;
            }
            CompletableFuture<Reply> reply = flying.board(exchange);
            if (reply != null) {
                return exchange.await("the upstream", reply);
            }
            flights.remove(route, flying);
        }
    }

    /** Starts a flight that nobody waits for, unless one is under way. */
    void renew(String key, Terms terms, Exchange exchange, Entry stale) {
        String route = CacheKeys.route(key, exchange);
        Flight flight = new Flight(key, route, terms, exchange, stale);
        if (flights.putIfAbsent(route, flight) == null) {
            flight.start(false);
        }
    }

    /** Lets nobody else join the flights for a key, and none of their replies be kept. */
    void outdate(String key) {
        underWay.stream().filter(flight -> flight.key.equals(key)).forEach(flight -> {
            flight.outdated = true;
            flights.remove(flight.route, flight);
        });
    }

    /** One request that several calls wait for. It ends when the last of them leaves. */
    private final class Flight {
        private final String key;
        private final String route;
        private final Terms terms;
        private final Exchange own;
        private final CompletableFuture<Reply> landed = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();
        private int waiting;
        private boolean over;
        private volatile boolean outdated;

        Flight(String key, String route, Terms terms, Exchange first, @Nullable Entry stale) {
            this.key = key;
            this.route = route;
            this.terms = terms;
            Run run = Run.started(first.engine.config.nanos(), null, true);
            this.own = new Exchange(first, run);
            if (stale != null) {
                Headers conditions = terms.conditions(stale);
                own.revalidation =
                        conditions.isEmpty() ? null : new Revalidation(stale, conditions, terms.endsAtRedirect());
            }
        }

        /** Gives a caller a future of its own, null if it comes too late. */
        synchronized @Nullable CompletableFuture<Reply> board(Exchange exchange) {
            if (over) {
                return null;
            }
            waiting++;
            own.extend(exchange.deadline);
            CompletableFuture<Reply> seat = new CompletableFuture<>();
            landed.whenComplete((reply, failure) -> {
                exchange.adopt(own);
                if (failure == null) {
                    seat.complete(reply);
                } else {
                    seat.completeExceptionally(failure);
                }
            });
            seat.whenComplete((reply, failure) -> leave());
            return seat;
        }

        private void leave() {
            boolean last;
            synchronized (this) {
                last = --waiting == 0 && !over;
                over |= last;
            }
            if (last) {
                flights.remove(route, this);
                own.abort(Exchange.Abort.CANCELLED);
            }
        }

        void start(boolean anew) {
            watch.add(own);
            underWay.add(this);
            // An executor that never runs the flight must not keep it from its end.
            own.interruptible(() -> endUnlessBegun(Failures.aborted(own)));
            try {
                own.execute(() -> {
                    if (begun.compareAndSet(false, true)) {
                        CompletableFuture<Reply> reply = anew ? fly() : safelyLooked();
                        reply.whenComplete((value, failure) -> land(value, failure));
                    }
                });
            } catch (RejectedExecutionException e) {
                endUnlessBegun(Failures.noThread(own));
            }
        }

        private void endUnlessBegun(CallException why) {
            if (begun.compareAndSet(false, true)) {
                land(null, why);
            }
        }

        // Whoever waits must hear of everything.
        private CompletableFuture<Reply> safelyLooked() {
            try {
                return looked();
            } catch (RuntimeException | Error e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        // Between the look into the cache and the departure, the flight before may have landed.
        private CompletableFuture<Reply> looked() {
            return Futures.then(store.find(key, own), entry -> {
                boolean current = entry != null && terms.use(entry, store.now()) == Use.SERVE;
                return current
                        ? CompletableFuture.completedFuture(store.served(own, terms, entry, Source.CACHE))
                        : fly();
            });
        }

        private CompletableFuture<Reply> fly() {
            return next.safely(own).thenCompose(this::arrived);
        }

        private CompletableFuture<Reply> arrived(Reply came) {
            Revalidation asked = own.revalidation;
            if (came.status() != NOT_MODIFIED || asked == null || own.meaning != Meaning.SUCCESS) {
                return CompletableFuture.completedFuture(kept(came, came));
            }
            Reply confirmed = terms.confirmed(asked.stale(), came);
            if (confirmed != null) {
                Reply kept = kept(came, confirmed.measured(own.took(), own.attempts));
                Reply answer = terms.answer(kept, store.now());
                if (answer != kept) {
                    ReplyStore.mean(own, answer);
                }
                return CompletableFuture.completedFuture(answer);
            }
            own.revalidation = null;
            if (!terms.conditional()) {
                return fly();
            }
            ReplyStore.mean(own, came);
            return CompletableFuture.completedFuture(came);
        }

        private Reply kept(Reply came, Reply use) {
            // A credential that was replaced meanwhile may be another principal's.
            outdated |= !keys.of(own).equals(key);
            if (!outdated) {
                store.keep(key, own, terms, came, use);
            }
            if (outdated) {
                store.remove(key);
            }
            return use;
        }

        private void land(@Nullable Reply reply, @Nullable Throwable failure) {
            watch.remove(own);
            underWay.remove(this);
            synchronized (this) {
                over = true;
            }
            flights.remove(route, this);
            if (failure == null && reply != null) {
                landed.complete(reply);
            } else {
                Throwable cause = Futures.cause(Objects.requireNonNull(failure));
                if (waiting == 0 && own.aborted() == null) {
                    LOG.warn("{} {}: renewing the cache failed", own.engine.config.id(), own.request, cause);
                }
                landed.completeExceptionally(cause);
            }
        }
    }
}
