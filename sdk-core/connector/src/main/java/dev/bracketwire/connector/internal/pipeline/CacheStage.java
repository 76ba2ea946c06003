// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

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
import dev.bracketwire.connector.internal.cache.CacheDecision;
import dev.bracketwire.connector.internal.cache.CachingRules;
import dev.bracketwire.connector.internal.cache.HeadReply;
import dev.bracketwire.internal.run.Futures;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the cache where the caching rules allow it, and removes cached replies that a request changed.
 * {@link ReplyStore} keeps the replies.
 */
final class CacheStage implements PipelineStage {
    private static final Logger LOG = LoggerFactory.getLogger(CacheStage.class);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final List<String> CHANGED = List.of("Location", "Content-Location");

    private final CachePolicy policy;
    private final CacheKeys keys;
    private final ReplyStore store;
    private final SingleFlight singleFlight;
    private final PipelineStage next;

    CacheStage(ConnectorConfig config, ReplyStore store, DeadlineTimer deadlineTimer, PipelineStage next) {
        this.policy = config.cache();
        this.keys = new CacheKeys(policy, config);
        this.store = store;
        this.singleFlight = new SingleFlight(keys, store, deadlineTimer, next);
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        CachingRules cachingRules = callState.transfers()
                ? null
                : CachingRules.of(policy, callState.request, callState.pipeline.config.headers());
        if (cachingRules == null) {
            boolean changes = policy.isHttp() && !SAFE.contains(callState.request.method());
            return changes
                    ? Futures.lastly(next.safely(callState), (reply, failure) -> forget(callState, reply))
                    : next.run(callState);
        }
        String key = keys.of(callState);
        callState.forgetting = () -> store.remove(key);
        boolean head = callState.request.method().equals("HEAD");
        if (callState.callRun.fresh() && !head) {
            return singleFlight.join(key, cachingRules, callState, null, true);
        }
        return Futures.then(
                callState.await("the cache", store.find(key, callState)),
                entry -> head ? head(key, cachingRules, callState, entry) : found(key, cachingRules, callState, entry));
    }

    private CompletableFuture<Reply> found(
            String key, CachingRules cachingRules, CallState callState, @Nullable Entry entry) {
        CacheDecision cacheDecision = entry == null ? CacheDecision.ASK : cachingRules.use(entry, store.now());
        CompletableFuture<Reply> answer = kept(cachingRules, callState, entry, cacheDecision);
        if (answer != null) {
            if (cacheDecision == CacheDecision.SERVE_AND_RENEW && entry != null) {
                singleFlight.renew(key, cachingRules, callState, entry);
            }
            return answer;
        }
        CompletableFuture<Reply> renewed = singleFlight.join(key, cachingRules, callState, entry, cachingRules.now());
        if (entry == null || cacheDecision != CacheDecision.ASK_OR_SERVE) {
            return renewed;
        }
        return renewed.handle((reply, failure) -> {
                    boolean failed = failure == null ? isOutage(callState.meaning) : isOutage(Futures.cause(failure));
                    if (!failed || callState.aborted() != null) {
                        return renewed;
                    }
                    LOG.warn(
                            "{} {}: the upstream cannot answer, serving a reply that is {} s old",
                            callState.pipeline.config.id(),
                            callState.request,
                            CachingRules.age(entry, store.now()).toSeconds());
                    return CompletableFuture.completedFuture(
                            store.served(callState, cachingRules, entry, Source.STALE));
                })
                .thenCompose(reply -> reply);
    }

    // A reply to HEAD is not cached. It shows whether the cached reply to GET is still current.
    private CompletableFuture<Reply> head(
            String key, CachingRules cachingRules, CallState callState, @Nullable Entry entry) {
        CacheDecision cacheDecision =
                entry == null || callState.callRun.fresh() ? CacheDecision.ASK : cachingRules.use(entry, store.now());
        CompletableFuture<Reply> answer = kept(cachingRules, callState, entry, cacheDecision);
        if (answer != null) {
            return answer;
        }
        return Futures.lastly(next.safely(callState), (reply, failure) -> {
            if (entry != null && reply != null && reply.status() == 200) {
                compare(key, cachingRules, callState, entry.reply(), reply);
            }
        });
    }

    private void compare(String key, CachingRules cachingRules, CallState callState, Reply kept, Reply head) {
        Reply freshened = HeadReply.freshened(kept, head);
        if (freshened == null) {
            store.remove(key);
        } else if (freshened != kept && keys.of(callState).equals(key)) {
            store.keep(key, callState, cachingRules, head, freshened);
        }
    }

    /** Returns the reply that needs no request to the upstream; null if a request is needed. */
    private @Nullable CompletableFuture<Reply> kept(
            CachingRules cachingRules, CallState callState, @Nullable Entry entry, CacheDecision cacheDecision) {
        if (entry != null && cacheDecision != CacheDecision.ASK && cacheDecision != CacheDecision.ASK_OR_SERVE) {
            Source source = cacheDecision == CacheDecision.SERVE ? Source.CACHE : Source.STALE;
            return CompletableFuture.completedFuture(store.served(callState, cachingRules, entry, source));
        }
        Reply instead = cachingRules.instead();
        if (instead == null) {
            return null;
        }
        callState.source = Source.CACHE;
        ReplyStore.mean(callState, instead);
        return CompletableFuture.completedFuture(instead);
    }

    /** Removes cached replies that a request changed, or may have changed if its reply was lost. */
    private void forget(CallState callState, @Nullable Reply reply) {
        boolean changed = reply == null ? callState.maybeDone : reply.status() < 400;
        if (!changed) {
            return;
        }
        drop(keys.of(callState));
        if (reply != null) {
            CHANGED.stream().flatMap(name -> reply.headers().all(name).stream()).forEach(location -> {
                String key = keys.below(callState, location);
                if (key != null) {
                    drop(key);
                }
            });
        }
    }

    private void drop(String key) {
        singleFlight.outdate(key);
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
