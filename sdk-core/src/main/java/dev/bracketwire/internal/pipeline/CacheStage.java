// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.DeadlineException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ResponseCache.Entry;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.run.Run;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the cache where the policy allows it, and lets those who ask for the same thing at the same time share
 * one request. That request belongs to all who wait for it, so it runs on the client's executor and not on the thread
 * of the one who happened to come first.
 */
final class CacheStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(CacheStage.class);

    private final CachePolicy policy;
    private final ReplyStore store;
    private final Watch watch;
    private final Stage next;
    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();

    CacheStage(CachePolicy policy, ReplyStore store, Watch watch, Stage next) {
        this.policy = policy;
        this.store = store;
        this.watch = watch;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        boolean cached = !policy.isOff()
                && exchange.request.method().equals("GET")
                && !exchange.transfers()
                && !policy.ttl(exchange.request.template()).isZero();
        if (!cached) {
            return next.run(exchange);
        }
        String key = store.key(exchange);
        exchange.forgetting = () -> store.forget(key);
        if (exchange.run.fresh()) {
            return flight(key, exchange, null, true);
        }
        return Futures.then(
                exchange.await("the cache", store.find(key, exchange)), entry -> found(key, exchange, entry));
    }

    private CompletableFuture<Reply> found(String key, Exchange exchange, @Nullable Entry entry) {
        if (entry == null) {
            return flight(key, exchange, null, false);
        }
        Duration beyond = store.beyond(exchange, entry);
        if (beyond.isNegative() || beyond.isZero()) {
            return served(exchange, entry, Source.CACHE);
        }
        if (beyond.compareTo(policy.staleWhileRevalidate()) <= 0) {
            renew(key, exchange, entry);
            return served(exchange, entry, Source.STALE);
        }
        CompletableFuture<Reply> renewed = flight(key, exchange, entry, false);
        if (beyond.compareTo(policy.staleIfError()) > 0) {
            return renewed;
        }
        return renewed.handle((reply, failure) -> {
                    boolean failed = failure == null ? isOutage(exchange.meaning) : isOutage(Futures.cause(failure));
                    if (!failed || exchange.aborted() != null) {
                        return renewed;
                    }
                    LOG.warn(
                            "{} {}: the upstream cannot answer, serving a reply that is {} s old",
                            exchange.engine.config.id(),
                            exchange.request,
                            store.age(entry).toSeconds());
                    return served(exchange, entry, Source.STALE);
                })
                .thenCompose(reply -> reply);
    }

    private CompletableFuture<Reply> served(Exchange exchange, Entry entry, Source source) {
        exchange.source = source;
        Reply kept = entry.reply();
        exchange.meaning = kept.isSuccess()
                ? Meaning.SUCCESS
                : Meanings.of(exchange.engine.config.rules(), exchange.request, kept, false)
                        .meaning();
        return CompletableFuture.completedFuture(entry.reply().aged(store.age(entry)));
    }

    private CompletableFuture<Reply> flight(String key, Exchange exchange, @Nullable Entry stale, boolean anew) {
        exchange.source = Source.SHARED;
        String route = key + '\n' + store.headers(exchange);
        while (true) {
            Flight flying = anew ? null : flights.get(route);
            if (flying == null) {
                flying = new Flight(route, exchange, stale);
                boolean first = anew || flights.putIfAbsent(route, flying) == null;
                if (anew) {
                    flights.put(route, flying);
                }
                if (!first) {
                    continue;
                }
                CompletableFuture<Reply> reply = flying.board(exchange);
                flying.start(key, anew);
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

    private void renew(String key, Exchange exchange, Entry stale) {
        String route = key + '\n' + store.headers(exchange);
        Flight flight = new Flight(route, exchange, stale);
        if (flights.putIfAbsent(route, flight) == null) {
            flight.start(key, false);
        }
    }

    private static boolean isOutage(@Nullable Meaning meaning) {
        return meaning == Meaning.MAYBE_DONE || meaning == Meaning.NOT_DONE || meaning == Meaning.RATE_LIMITED;
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof UnavailableException
                || failure instanceof TransportException
                || failure instanceof RateLimitedException
                || failure instanceof DeadlineException;
    }

    /** One request that several calls wait for. It ends when the last of them leaves. */
    private final class Flight {
        private final String route;
        private final Exchange own;
        private int waiting;
        private boolean over;
        private final CompletableFuture<Reply> landed = new CompletableFuture<>();

        Flight(String route, Exchange first, @Nullable Entry stale) {
            this.route = route;
            Run run = Run.started(first.engine.config.nanos(), null, true);
            this.own = new Exchange(first, run);
            this.own.stale = stale != null && store.canRevalidate(stale) ? stale : null;
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

        void start(String key, boolean anew) {
            watch.add(own);
            own.execute(() -> {
                CompletableFuture<Reply> reply = anew ? fly(key) : looked(key);
                reply.whenComplete((value, failure) -> land(value, failure));
            });
        }

        // Between the look into the cache and the departure, the flight before may have landed.
        private CompletableFuture<Reply> looked(String key) {
            return Futures.then(store.find(key, own), entry -> {
                boolean current = entry != null && store.beyond(own, entry).compareTo(Duration.ZERO) <= 0;
                return current ? served(own, entry, Source.CACHE) : fly(key);
            });
        }

        private CompletableFuture<Reply> fly(String key) {
            return next.safely(own).thenApply(reply -> store.keep(key, own, reply));
        }

        private void land(@Nullable Reply reply, @Nullable Throwable failure) {
            watch.remove(own);
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
