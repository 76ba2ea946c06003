// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.RateLimitedException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.internal.run.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes a rate permit for each attempt, and tells the limiter what became of it. */
final class PermitStage implements PipelineStage {
    private final Limiter limiter;
    private final PipelineStage next;

    PermitStage(Limiter limiter, PipelineStage next) {
        this.limiter = limiter;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        Pipeline pipeline = callState.pipeline;
        CompletableFuture<Permit> asked = limiter.acquire(new Limiter.Ask(
                pipeline.config.id(),
                pipeline.config.auth().principal(),
                pipeline.host(callState),
                callState.request,
                Duration.ofNanos(Math.max(0, callState.patience())),
                pipeline.clock));
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            callState.waited = 0;
            return granted(callState, asked.join());
        }
        long since = pipeline.nanos();
        long before = callState.deadline;
        if (callState.callRun.bulk()) {
            callState.extend(since + callState.patience());
        }
        return Futures.then(callState.await("a rate permit", asked), permit -> {
            callState.waited = pipeline.nanos() - since;
            if (callState.callRun.bulk()) {
                callState.deadline =
                        Math.min(before + callState.waited, since + callState.waited + callState.patience());
                pipeline.deadlineTimer.add(callState);
            }
            return granted(callState, permit);
        });
    }

    private CompletableFuture<Reply> granted(CallState callState, Permit permit) {
        if (permit instanceof Limiter.Refused refused) {
            return CompletableFuture.failedFuture(new RateLimitedException(
                    callState.where(null), callState.pipeline.date().plus(refused.delay()), refused.scope()));
        }
        callState.permit = permit;
        return Futures.lastly(next.safely(callState), (reply, failure) -> settle(callState, permit, reply));
    }

    private static void settle(CallState callState, Permit permit, @Nullable Reply reply) {
        if (reply != null) {
            answered(callState, permit, reply);
        } else if (callState.sent) {
            permit.lost();
        } else {
            permit.unused();
        }
    }

    private static void answered(CallState callState, Permit permit, Reply reply) {
        Verdict verdict;
        try {
            verdict = callState.judge(reply);
        } catch (RuntimeException e) {
            permit.answered(reply);
            throw e;
        }
        // A rule knows of a refusal, or of its end, what the status and the usual headers do not say.
        if (verdict.meaning() == Meaning.RATE_LIMITED && (reply.status() != 429 || verdict.delay() != null)) {
            permit.limited(reply, verdict.delay());
        } else {
            permit.answered(reply);
        }
    }
}
