// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.BreakerPolicy;
import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.internal.limit.Breaker;
import dev.bracketwire.internal.run.Futures;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does not send to a host that keeps failing. An open breaker ends the call; it is not retried. */
final class BreakerStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(BreakerStage.class);

    private final BreakerPolicy policy;
    private final Stage next;
    private final ConcurrentHashMap<String, Breaker> breakers = new ConcurrentHashMap<>();

    BreakerStage(BreakerPolicy policy, Stage next) {
        this.policy = policy;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        String host = exchange.engine.host(exchange);
        Breaker known = breakers.get(host);
        Breaker breaker = known == null ? breakers.computeIfAbsent(host, h -> new Breaker(policy)) : known;
        long wait = breaker.ask(exchange.engine.nanos());
        if (wait > 0) {
            return CompletableFuture.failedFuture(new UnavailableException(
                    exchange.where(null),
                    UnavailableException.Reason.BREAKER,
                    exchange.engine.date().plusNanos(wait)));
        }
        return Futures.lastly(
                next.safely(exchange),
                (reply, failure) -> record(exchange, breaker, wait == Breaker.PROBE, reply, failure));
    }

    /** The hosts to which nothing is sent now, and until when. */
    Map<String, Instant> paused(Limiter.Clock clock) {
        Map<String, Instant> paused = new TreeMap<>();
        breakers.forEach((host, breaker) -> {
            long left = breaker.left(clock.nanos());
            if (left > 0) {
                paused.put(host, clock.now().plusNanos(left));
            }
        });
        return paused;
    }

    private void record(
            Exchange exchange, Breaker breaker, boolean probe, @Nullable Reply reply, @Nullable Throwable failure) {
        boolean silent = failure != null && Futures.cause(failure) instanceof IOException;
        boolean unknown = reply == null ? !silent : reply.status() == 429;
        if (exchange.aborted() != null || unknown) {
            breaker.forget(probe);
            return;
        }
        boolean failed = reply == null || (reply.status() >= 500 && !isAboutTheRequest(exchange, reply));
        if (breaker.record(probe, failed, exchange.engine.nanos())) {
            LOG.warn(
                    "{}: too many attempts at {} failed; nothing is sent there for {}",
                    exchange.engine.config.id(),
                    exchange.engine.host(exchange),
                    policy.pause());
        }
    }

    // A rule may know that a status of the 500s says nothing of the host's health.
    private static boolean isAboutTheRequest(Exchange exchange, Reply reply) {
        return exchange.judge(reply).meaning() == Meaning.REJECTED;
    }
}
