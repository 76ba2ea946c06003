// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.DeadlineException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ResponseCache.Entry;
import dev.bracketwire.internal.cache.HeadReply;
import dev.bracketwire.internal.cache.Terms;
import dev.bracketwire.internal.cache.Use;
import dev.bracketwire.internal.run.Futures;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers from the cache where its terms allow it, and drops what a request changed. */
final class CacheStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(CacheStage.class);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final List<String> CHANGED = List.of("Location", "Content-Location");

    private final CachePolicy policy;
    private final CacheKeys keys;
    private final ReplyStore store;
    private final Flights flights;
    private final Stage next;

    CacheStage(ConnectorConfig config, ReplyStore store, Watch watch, Stage next) {
        this.policy = config.cache();
        this.keys = new CacheKeys(policy, config);
        this.store = store;
        this.flights = new Flights(keys, store, watch, next);
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        Terms terms =
                exchange.transfers() ? null : Terms.of(policy, exchange.request, exchange.engine.config.headers());
        if (terms == null) {
            boolean changes = policy.isHttp() && !SAFE.contains(exchange.request.method());
            return changes
                    ? Futures.lastly(next.safely(exchange), (reply, failure) -> forget(exchange, reply))
                    : next.run(exchange);
        }
        String key = keys.of(exchange);
        exchange.forgetting = () -> store.remove(key);
        boolean head = exchange.request.method().equals("HEAD");
        if (exchange.run.fresh() && !head) {
            return flights.join(key, terms, exchange, null, true);
        }
        return Futures.then(
                exchange.await("the cache", store.find(key, exchange)),
                entry -> head ? head(key, terms, exchange, entry) : found(key, terms, exchange, entry));
    }

    private CompletableFuture<Reply> found(String key, Terms terms, Exchange exchange, @Nullable Entry entry) {
        Use use = entry == null ? Use.ASK : terms.use(entry, store.now());
        CompletableFuture<Reply> answer = kept(terms, exchange, entry, use);
        if (answer != null) {
            if (use == Use.SERVE_AND_RENEW && entry != null) {
                flights.renew(key, terms, exchange, entry);
            }
            return answer;
        }
        CompletableFuture<Reply> renewed = flights.join(key, terms, exchange, entry, terms.now());
        if (entry == null || use != Use.ASK_OR_SERVE) {
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
                            Terms.age(entry, store.now()).toSeconds());
                    return CompletableFuture.completedFuture(store.served(exchange, terms, entry, Source.STALE));
                })
                .thenCompose(reply -> reply);
    }

    // Its reply is not kept. It tells of what is.
    private CompletableFuture<Reply> head(String key, Terms terms, Exchange exchange, @Nullable Entry entry) {
        Use use = entry == null || exchange.run.fresh() ? Use.ASK : terms.use(entry, store.now());
        CompletableFuture<Reply> answer = kept(terms, exchange, entry, use);
        if (answer != null) {
            return answer;
        }
        return Futures.lastly(next.safely(exchange), (reply, failure) -> {
            if (entry != null && reply != null && reply.status() == 200) {
                compare(key, terms, exchange, entry.reply(), reply);
            }
        });
    }

    private void compare(String key, Terms terms, Exchange exchange, Reply kept, Reply head) {
        Reply freshened = HeadReply.freshened(kept, head);
        if (freshened == null) {
            store.remove(key);
        } else if (freshened != kept && keys.of(exchange).equals(key)) {
            store.keep(key, exchange, terms, head, freshened);
        }
    }

    /** What is to be had without asking the upstream; null if it must be asked. */
    private @Nullable CompletableFuture<Reply> kept(Terms terms, Exchange exchange, @Nullable Entry entry, Use use) {
        if (entry != null && use != Use.ASK && use != Use.ASK_OR_SERVE) {
            Source source = use == Use.SERVE ? Source.CACHE : Source.STALE;
            return CompletableFuture.completedFuture(store.served(exchange, terms, entry, source));
        }
        Reply refusal = terms.instead();
        if (refusal == null) {
            return null;
        }
        exchange.source = Source.CACHE;
        ReplyStore.mean(exchange, refusal);
        return CompletableFuture.completedFuture(refusal);
    }

    /** Drops what a request changed, or where its answer was lost, what it may have changed. */
    private void forget(Exchange exchange, @Nullable Reply reply) {
        boolean changed = reply == null ? exchange.maybeDone : reply.status() < 400;
        if (!changed) {
            return;
        }
        drop(keys.of(exchange));
        if (reply != null) {
            CHANGED.stream().flatMap(name -> reply.headers().all(name).stream()).forEach(location -> {
                String key = keys.below(exchange, location);
                if (key != null) {
                    drop(key);
                }
            });
        }
    }

    private void drop(String key) {
        flights.outdate(key);
        store.remove(key);
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
}
