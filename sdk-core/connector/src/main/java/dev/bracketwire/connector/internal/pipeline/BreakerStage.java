// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.BreakerPolicy;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.internal.limit.CircuitBreaker;
import dev.bracketwire.connector.limit.Limiter;
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
final class BreakerStage implements PipelineStage {
    private static final Logger LOG = LoggerFactory.getLogger(BreakerStage.class);

    private final BreakerPolicy policy;
    private final PipelineStage next;
    private final ConcurrentHashMap<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    BreakerStage(BreakerPolicy policy, PipelineStage next) {
        this.policy = policy;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        String host = callState.pipeline.host(callState);
        CircuitBreaker known = breakers.get(host);
        CircuitBreaker circuitBreaker =
                known == null ? breakers.computeIfAbsent(host, h -> new CircuitBreaker(policy)) : known;
        long wait = circuitBreaker.ask(callState.pipeline.nanos());
        if (wait > 0) {
            return CompletableFuture.failedFuture(new UnavailableException(
                    callState.where(null),
                    UnavailableException.Reason.BREAKER,
                    callState.pipeline.date().plusNanos(wait)));
        }
        return Futures.lastly(
                next.safely(callState),
                (reply, failure) -> record(callState, circuitBreaker, wait == CircuitBreaker.PROBE, reply, failure));
    }

    /** The hosts to which nothing is sent now, and until when. */
    Map<String, Instant> paused(Limiter.Clock clock) {
        Map<String, Instant> paused = new TreeMap<>();
        breakers.forEach((host, circuitBreaker) -> {
            long left = circuitBreaker.left(clock.nanos());
            if (left > 0) {
                paused.put(host, clock.now().plusNanos(left));
            }
        });
        return paused;
    }

    private void record(
            CallState callState,
            CircuitBreaker circuitBreaker,
            boolean probe,
            @Nullable Reply reply,
            @Nullable Throwable failure) {
        boolean silent = failure != null && Futures.cause(failure) instanceof IOException;
        boolean unknown = reply == null ? !silent : reply.status() == 429;
        if (callState.aborted() != null || unknown) {
            circuitBreaker.forget(probe);
            return;
        }
        boolean failed = reply == null || (reply.status() >= 500 && !isAboutTheRequest(callState, reply));
        if (circuitBreaker.record(probe, failed, callState.pipeline.nanos())) {
            LOG.warn(
                    "{}: too many attempts at {} failed; nothing is sent there for {}",
                    callState.pipeline.config.id(),
                    callState.pipeline.host(callState),
                    policy.pause());
        }
    }

    // A rule may know that a status of the 500s says nothing of the host's health.
    private static boolean isAboutTheRequest(CallState callState, Reply reply) {
        return callState.judge(reply).meaning() == Meaning.REJECTED;
    }
}
