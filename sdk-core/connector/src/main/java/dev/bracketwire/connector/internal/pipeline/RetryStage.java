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

/** Repeats an attempt where that is safe, allowed and in time; otherwise ends with its reply or its failure. */
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
        private int elsewhere;
        private long since;

        Attempts(CallState callState) {
            this.callState = callState;
            this.elsewhere = callState.pipeline.upstreamUrls.others(callState.request);
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
            since = callState.pipeline.nanos();
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
                    tell(reply, null, true);
                    return next();
                }
            }
            if (verdict.meaning() == Meaning.SUCCESS) {
                budget.earn(paid);
            }
            if (verdict.meaning() == Meaning.SUCCESS || verdict.meaning() == Meaning.REJECTED) {
                callState.upstreamUrl.found();
                tell(reply, null, false);
                return CompletableFuture.completedFuture(reply);
            }
            if (verdict.meaning() != Meaning.RATE_LIMITED && elsewhere > 0) {
                tell(reply, null, true);
                return elsewhere();
            }
            long wait = verdict.delay() == null ? hint(reply) : verdict.delay().toNanos();
            if (wait > 0) {
                callState.retryAt = callState.pipeline.date().plusNanos(wait);
            }
            long pause = pause(verdict.meaning(), wait);
            tell(reply, null, pause >= 0);
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
            if (elsewhere > 0 && isOfThePlace(failure)) {
                tell(null, failure, true);
                return elsewhere();
            }
            if (callState.maybeDone && CallFailures.deniesThat(failure)) {
                failure = CallFailures.nothingForAnotherAttempt(callState, failure);
            }
            tell(null, failure, pause >= 0);
            return pause < 0 ? CompletableFuture.failedFuture(failure) : after(pause);
        }

        private static boolean isOfThePlace(Throwable failure) {
            return failure instanceof TransportException
                    || (failure instanceof UnavailableException closed && closed.reason() == Reason.BREAKER);
        }

        /** Asks the next place at once: that spares this one, and is no repetition there. */
        private CompletableFuture<Reply> elsewhere() {
            elsewhere--;
            tries--;
            callState.moveTo(callState.pipeline.upstreamUrls.after(callState.upstreamUrl, callState.pipeline.nanos()));
            return next();
        }

        private CompletableFuture<Reply> redirected(Reply reply) {
            String target = RedirectFollower.target(callState, reply, hops < HOPS);
            tell(reply, null, target != null);
            // Told to look elsewhere for the result, or to send the request itself elsewhere.
            callState.maybeDone |= reply.status() < TEMPORARY_REDIRECT;
            if (target == null) {
                callState.meaning = Meaning.REJECTED;
                callState.problem = RedirectFollower.refusal(callState, reply, hops < HOPS);
                return CompletableFuture.completedFuture(reply);
            }
            hops++;
            tries--;
            callState.redirectTo(target);
            return next();
        }

        /** How long to wait for the next attempt, {@link #NONE} if there is to be none. */
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

        /** Full jitter: anything up to the doubled base, so that those who failed together do not return together. */
        private long backoff(Meaning meaning) {
            long base = (meaning == Meaning.RATE_LIMITED ? policy.throttled() : policy.base()).toNanos();
            long doubled = base << Math.min(tries - 1, 16);
            return callState.pipeline.random(Math.min(doubled, policy.longest().toNanos()));
        }

        /** Later than the server said, by up to a tenth, for the same reason. Never earlier. */
        private long jitter(long hint) {
            return hint == 0 ? 0 : callState.pipeline.random(hint / 10 + 1);
        }

        private void tell(@Nullable Reply reply, @Nullable Throwable failure, boolean again) {
            long took = callState.pipeline.nanos() - since - callState.waited;
            callState.pipeline.callTelemetry.attempted(callState, reply, failure, took, again);
            callState.pipeline.healthTracker.felt(callState, reply, failure, took);
        }
    }
}
