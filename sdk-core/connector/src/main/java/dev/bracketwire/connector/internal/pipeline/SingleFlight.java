// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ResponseCache.Entry;
import dev.bracketwire.connector.internal.cache.CacheDecision;
import dev.bracketwire.connector.internal.cache.CachingRules;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.Futures;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets those who ask for the same thing at the same time share one request. That request belongs to all who wait for it,
 * so it runs on the client's executor and not on the thread of the one who happened to come first.
 */
final class SingleFlight {
    private static final Logger LOG = LoggerFactory.getLogger(SingleFlight.class);
    private static final int NOT_MODIFIED = 304;

    private final CacheKeys keys;
    private final ReplyStore store;
    private final DeadlineTimer deadlineTimer;
    private final PipelineStage next;
    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();
    // Also those that nobody may join any more.
    private final Set<Flight> underWay = ConcurrentHashMap.newKeySet();

    SingleFlight(CacheKeys keys, ReplyStore store, DeadlineTimer deadlineTimer, PipelineStage next) {
        this.keys = keys;
        this.store = store;
        this.deadlineTimer = deadlineTimer;
        this.next = next;
    }

    /**
     * Joins the flight that is under way, or starts one.
     *
     * @param stale what is kept and perhaps confirmed
     * @param anew whether one that is under way is of no use
     */
    CompletableFuture<Reply> join(
            String key, CachingRules cachingRules, CallState callState, @Nullable Entry stale, boolean anew) {
        callState.source = Source.SHARED;
        String route = CacheKeys.route(key, callState);
        while (true) {
            Flight flying = anew ? null : flights.get(route);
            if (flying == null) {
                flying = new Flight(key, route, cachingRules, callState, stale);
                boolean first = anew || flights.putIfAbsent(route, flying) == null;
                if (anew) {
                    flights.put(route, flying);
                }
                if (!first) {
                    continue;
                }
                CompletableFuture<Reply> reply = flying.board(callState);
                flying.start(anew);
                if (reply != null) {
                    return callState.await("the upstream", reply);
                }
                continue;
            }
            CompletableFuture<Reply> reply = flying.board(callState);
            if (reply != null) {
                return callState.await("the upstream", reply);
            }
            flights.remove(route, flying);
        }
    }

    /** Starts a flight that nobody waits for, unless one is under way. */
    void renew(String key, CachingRules cachingRules, CallState callState, Entry stale) {
        String route = CacheKeys.route(key, callState);
        Flight flight = new Flight(key, route, cachingRules, callState, stale);
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
        private final CachingRules cachingRules;
        private final CallState own;
        private final CompletableFuture<Reply> landed = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();
        private int waiting;
        private boolean over;
        private volatile boolean outdated;

        Flight(String key, String route, CachingRules cachingRules, CallState first, @Nullable Entry stale) {
            this.key = key;
            this.route = route;
            this.cachingRules = cachingRules;
            CallRun callRun = CallRun.started(first.pipeline.config.nanos(), null, true);
            this.own = new CallState(first, callRun);
            if (stale != null) {
                Headers conditions = cachingRules.conditions(stale);
                own.revalidation = conditions.isEmpty()
                        ? null
                        : new Revalidation(stale, conditions, cachingRules.endsAtRedirect());
            }
        }

        /** Gives a caller a future of its own, null if it comes too late. */
        synchronized @Nullable CompletableFuture<Reply> board(CallState callState) {
            if (over) {
                return null;
            }
            waiting++;
            own.extend(callState.deadline);
            CompletableFuture<Reply> seat = new CompletableFuture<>();
            landed.whenComplete((reply, failure) -> {
                callState.adopt(own);
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
                own.abort(CallState.Abort.CANCELLED);
            }
        }

        void start(boolean anew) {
            deadlineTimer.add(own);
            underWay.add(this);
            // An executor that never runs the flight must not keep it from its end.
            own.interruptible(() -> endUnlessBegun(CallFailures.aborted(own)));
            Thread starter = Thread.currentThread();
            Runnable flying = () -> {
                if (begun.compareAndSet(false, true)) {
                    CompletableFuture<Reply> reply = anew ? fly() : safelyLooked();
                    reply.whenComplete((value, failure) -> land(value, failure));
                }
            };
            try {
                own.execute(() -> {
                    if (Thread.currentThread() == starter) {
                        // The executor ran it at once; this thread must stay free to leave at its own deadline.
                        own.pipeline.daemons().execute(flying);
                    } else {
                        flying.run();
                    }
                });
            } catch (RuntimeException | Error e) {
                // A flight that never begins must leave, else all later calls for the same thing wait for it.
                endUnlessBegun(CallFailures.noThread(own));
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
                boolean current = entry != null && cachingRules.use(entry, store.now()) == CacheDecision.SERVE;
                return current
                        ? CompletableFuture.completedFuture(store.served(own, cachingRules, entry, Source.CACHE))
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
            Reply confirmed = cachingRules.confirmed(asked.stale(), came);
            if (confirmed != null) {
                Reply kept = kept(came, confirmed.measured(own.took(), own.attempts));
                Reply answer = cachingRules.answer(kept, store.now());
                if (answer != kept) {
                    ReplyStore.mean(own, answer);
                }
                return CompletableFuture.completedFuture(answer);
            }
            own.revalidation = null;
            if (!cachingRules.conditional()) {
                return fly();
            }
            ReplyStore.mean(own, came);
            return CompletableFuture.completedFuture(came);
        }

        private Reply kept(Reply came, Reply use) {
            // A credential that was replaced meanwhile may be another principal's.
            outdated |= !keys.of(own).equals(key);
            if (!outdated) {
                store.keep(key, own, cachingRules, came, use);
            }
            if (outdated) {
                store.remove(key);
            }
            return use;
        }

        private void land(@Nullable Reply reply, @Nullable Throwable failure) {
            deadlineTimer.remove(own);
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
                    LOG.warn("{} {}: renewing the cache failed", own.pipeline.config.id(), own.request, cause);
                }
                landed.completeExceptionally(cause);
            }
        }
    }
}
