// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.UnavailableException.Reason;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.internal.http.BodyTooLargeException;
import dev.bracketwire.connector.internal.limit.RetryBudget;
import dev.bracketwire.connector.internal.limit.RetryHints;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.text.ForeignText;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Decides after each attempt whether to send the request again: if that is safe, the policy allows it, and the deadline
 * leaves time. Otherwise the call ends with the reply or the failure of the attempt.
 */
final class RetryStage implements PipelineStage {
    private static final int HOPS = 5;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final long NONE = -1;

    private final RetryPolicy policy;
    private final PipelineStage next;
    private final ConcurrentHashMap<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    RetryStage(RetryPolicy policy, PipelineStage next) {
        this.policy = policy;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        return new Attempts(callState).next();
    }

    /** The attempts of one call. */
    private final class Attempts {
        private final CallState callState;
        private final RetryBudget budget;
        private int tries;
        private int hops;
        private int paid;
        private boolean renewed;
        private int otherUrls;
        private long startedAt;

        Attempts(CallState callState) {
            this.callState = callState;
            this.otherUrls = callState.pipeline.upstreamUrls.others(callState.request);
            this.budget = budgets.computeIfAbsent(callState.pipeline.host(callState), host -> new RetryBudget());
        }

        CompletableFuture<Reply> next() {
            if (callState.aborted() != null) {
                return CompletableFuture.failedFuture(CallFailures.aborted(callState));
            }
            callState.dropBody();
            tries++;
            callState.sent = false;
            callState.waited = 0;
            startedAt = callState.pipeline.nanos();
            CompletableFuture<Reply> attempt = next.safely(callState);
            if (attempt.isDone() && !attempt.isCompletedExceptionally()) {
                return answered(attempt.join());
            }
            return attempt.handle((reply, failure) -> failure == null ? answered(reply) : failed(failure))
                    .thenCompose(decided -> decided);
        }

        private CompletableFuture<Reply> answered(Reply reply) {
            if (RedirectFollower.isRedirect(reply)) {
                return redirected(reply);
            }
            Verdict verdict = callState.judge(reply);
            callState.meaning = verdict.meaning();
            callState.maybeDone |= verdict.meaning() == Meaning.SUCCESS
                    || verdict.meaning() == Meaning.MAYBE_DONE
                    || reply.status() == PartialReply.STATUS;
            String said = verdict.problem();
            callState.problem = said == null ? null : ForeignText.shown(said);
            if (reply.status() == 401 && !renewed && callState.credential != null && replayable()) {
                renewed = true;
                if (callState.pipeline.config.auth().renew(callState.credential)) {
                    tries--;
                    report(reply, null, true);
                    return next();
                }
            }
            if (verdict.meaning() == Meaning.SUCCESS) {
                budget.earn(paid);
            }
            if (verdict.meaning() == Meaning.SUCCESS || verdict.meaning() == Meaning.REJECTED) {
                callState.upstreamUrl.found();
                report(reply, null, false);
                return CompletableFuture.completedFuture(reply);
            }
            if (verdict.meaning() != Meaning.RATE_LIMITED && otherUrls > 0) {
                report(reply, null, true);
                return tryNextUrl();
            }
            long wait = verdict.delay() == null ? hint(reply) : verdict.delay().toNanos();
            if (wait > 0) {
                callState.retryAt = callState.pipeline.date().plusNanos(wait);
            }
            long pause = pause(verdict.meaning(), wait);
            report(reply, null, pause >= 0);
            return pause < 0 ? CompletableFuture.completedFuture(reply) : after(pause);
        }

        private CompletableFuture<Reply> failed(Throwable wrapped) {
            Throwable failure = Futures.cause(wrapped);
            callState.maybeDone |= callState.sent;
            if (callState.callRun.blocking() && Thread.currentThread().isInterrupted()) {
                callState.callRun.interrupt();
            }
            long pause = NONE;
            if (callState.aborted() != null) {
                failure = CallFailures.aborted(callState);
            } else if (failure instanceof BodyTooLargeException tooLarge) {
                failure = CallFailures.tooLarge(callState, tooLarge);
            } else if (failure instanceof IOException io) {
                failure = CallFailures.transport(callState, io);
                boolean hopeless = io instanceof SSLException && !callState.sent;
                pause = hopeless ? NONE : pause(callState.sent ? Meaning.MAYBE_DONE : Meaning.NOT_DONE, 0);
            }
            if (otherUrls > 0 && isFailureOfUrl(failure)) {
                report(null, failure, true);
                return tryNextUrl();
            }
            if (callState.maybeDone && CallFailures.saysNotDone(failure)) {
                failure = CallFailures.noCredential(callState, failure);
            }
            report(null, failure, pause >= 0);
            return pause < 0 ? CompletableFuture.failedFuture(failure) : after(pause);
        }

        private static boolean isFailureOfUrl(Throwable failure) {
            return failure instanceof TransportException
                    || (failure instanceof UnavailableException closed && closed.reason() == Reason.BREAKER);
        }

        /** Sends the request to the next base URL at once. It is not counted as a repetition. */
        private CompletableFuture<Reply> tryNextUrl() {
            otherUrls--;
            tries--;
            callState.moveTo(callState.pipeline.upstreamUrls.after(callState.upstreamUrl, callState.pipeline.nanos()));
            return next();
        }

        private CompletableFuture<Reply> redirected(Reply reply) {
            String target = RedirectFollower.target(callState, reply, hops < HOPS);
            report(reply, null, target != null);
            // Below 307 the upstream has acted and names the URL of the result. From 307 on the request itself goes
            // there.
            callState.maybeDone |= reply.status() < TEMPORARY_REDIRECT;
            if (target == null) {
                callState.meaning = Meaning.REJECTED;
                callState.problem = RedirectFollower.problem(callState, reply, hops < HOPS);
                return CompletableFuture.completedFuture(reply);
            }
            hops++;
            tries--;
            callState.redirectTo(target);
            return next();
        }

        /** Returns the wait before the next attempt, or {@link #NONE} if there is no next attempt. */
        private long pause(Meaning meaning, long hint) {
            boolean safe = meaning != Meaning.MAYBE_DONE || callState.mayRepeat();
            if (!safe || !replayable() || tries >= policy.attempts()) {
                return NONE;
            }
            long wait = Math.max(hint + jitter(hint), backoff(meaning));
            if (wait > callState.patience()) {
                callState.retryAt = callState.pipeline.date().plusNanos(Math.max(hint, wait));
                return NONE;
            }
            int cost = meaning == Meaning.RATE_LIMITED ? RetryBudget.THROTTLE : RetryBudget.FAILURE;
            if (!budget.spend(cost)) {
                callState.budgetSpent = true;
                return NONE;
            }
            paid = cost;
            return wait;
        }

        private CompletableFuture<Reply> after(long wait) {
            if (callState.pipeline.upstreamUrls.others(callState.request) > 0) {
                callState.moveTo(
                        callState.pipeline.upstreamUrls.after(callState.upstreamUrl, callState.pipeline.nanos()));
            }
            CompletableFuture<@Nullable Void> pause = callState.pause(wait);
            if (pause.isDone() && !pause.isCompletedExceptionally()) {
                return next();
            }
            return pause.handle((done, failure) -> next()).thenCompose(reply -> reply);
        }

        private boolean replayable() {
            Body body = callState.request.body();
            return body == null || body.reopenable() || !callState.consumed;
        }

        private long hint(Reply reply) {
            var pause = RetryHints.retryAfter(reply, callState.pipeline.date());
            return pause == null ? 0 : pause.toNanos();
        }

        /** Returns a random wait up to the doubled base (full jitter), so that calls that failed together do not repeat together. */
        private long backoff(Meaning meaning) {
            long base = (meaning == Meaning.RATE_LIMITED ? policy.throttled() : policy.base()).toNanos();
            long doubled = base << Math.min(tries - 1, 16);
            return callState.pipeline.random(Math.min(doubled, policy.longest().toNanos()));
        }

        /** Returns up to a tenth of the wait that the server asked for, to add to it, for the same reason. */
        private long jitter(long hint) {
            return hint == 0 ? 0 : callState.pipeline.random(hint / 10 + 1);
        }

        private void report(@Nullable Reply reply, @Nullable Throwable failure, boolean again) {
            long took = callState.pipeline.nanos() - startedAt - callState.waited;
            callState.pipeline.callTelemetry.attempted(callState, reply, failure, took, again);
            callState.pipeline.healthTracker.record(callState, reply, failure, took);
        }
    }
}
