// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.UnavailableException.Reason;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.internal.http.BodyTooLargeException;
import dev.bracketwire.internal.limit.Hints;
import dev.bracketwire.internal.limit.RetryBudget;
import dev.bracketwire.internal.run.Futures;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Repeats an attempt where that is safe, allowed and in time; otherwise ends with its reply or its failure. */
final class RetryStage implements Stage {
    private static final int HOPS = 5;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final long NONE = -1;

    private final RetryPolicy policy;
    private final Stage next;
    private final ConcurrentHashMap<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    RetryStage(RetryPolicy policy, Stage next) {
        this.policy = policy;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        return new Attempts(exchange).next();
    }

    /** The attempts of one call. */
    private final class Attempts {
        private final Exchange exchange;
        private final RetryBudget budget;
        private int tries;
        private int hops;
        private int paid;
        private boolean renewed;
        private int elsewhere;
        private long since;

        Attempts(Exchange exchange) {
            this.exchange = exchange;
            this.elsewhere = exchange.engine.bases.others(exchange.request);
            this.budget = budgets.computeIfAbsent(exchange.engine.host(exchange), host -> new RetryBudget());
        }

        CompletableFuture<Reply> next() {
            if (exchange.aborted() != null) {
                return CompletableFuture.failedFuture(Failures.aborted(exchange));
            }
            exchange.dropBody();
            tries++;
            exchange.sent = false;
            exchange.waited = 0;
            since = exchange.engine.nanos();
            CompletableFuture<Reply> attempt = next.safely(exchange);
            if (attempt.isDone() && !attempt.isCompletedExceptionally()) {
                return answered(attempt.join());
            }
            return attempt.handle((reply, failure) -> failure == null ? answered(reply) : failed(failure))
                    .thenCompose(decided -> decided);
        }

        private CompletableFuture<Reply> answered(Reply reply) {
            if (Redirects.isRedirect(reply)) {
                return redirected(reply);
            }
            Verdict verdict = exchange.judge(reply);
            exchange.meaning = verdict.meaning();
            exchange.maybeDone |= verdict.meaning() == Meaning.SUCCESS
                    || verdict.meaning() == Meaning.MAYBE_DONE
                    || reply.status() == PartialReply.STATUS;
            exchange.problem = verdict.problem();
            if (reply.status() == 401 && !renewed && exchange.credential != null && replayable()) {
                renewed = true;
                if (exchange.engine.config.auth().renew(exchange.credential)) {
                    tries--;
                    tell(reply, null, true);
                    return next();
                }
            }
            if (verdict.meaning() == Meaning.SUCCESS) {
                budget.earn(paid);
            }
            if (verdict.meaning() == Meaning.SUCCESS || verdict.meaning() == Meaning.REJECTED) {
                exchange.base.found();
                tell(reply, null, false);
                return CompletableFuture.completedFuture(reply);
            }
            if (verdict.meaning() != Meaning.RATE_LIMITED && elsewhere > 0) {
                tell(reply, null, true);
                return elsewhere();
            }
            long wait = verdict.delay() == null ? hint(reply) : verdict.delay().toNanos();
            if (wait > 0) {
                exchange.retryAt = exchange.engine.date().plusNanos(wait);
            }
            long pause = pause(verdict.meaning(), wait);
            tell(reply, null, pause >= 0);
            return pause < 0 ? CompletableFuture.completedFuture(reply) : after(pause);
        }

        private CompletableFuture<Reply> failed(Throwable wrapped) {
            Throwable failure = Futures.cause(wrapped);
            exchange.maybeDone |= exchange.sent;
            if (exchange.run.blocking() && Thread.currentThread().isInterrupted()) {
                exchange.run.interrupt();
            }
            long pause = NONE;
            if (exchange.aborted() != null) {
                failure = Failures.aborted(exchange);
            } else if (failure instanceof BodyTooLargeException tooLarge) {
                failure = Failures.tooLarge(exchange, tooLarge);
            } else if (failure instanceof IOException io) {
                failure = Failures.transport(exchange, io);
                boolean hopeless = io instanceof SSLException && !exchange.sent;
                pause = hopeless ? NONE : pause(exchange.sent ? Meaning.MAYBE_DONE : Meaning.NOT_DONE, 0);
            }
            if (elsewhere > 0 && isOfThePlace(failure)) {
                tell(null, failure, true);
                return elsewhere();
            }
            if (exchange.maybeDone && Failures.deniesThat(failure)) {
                failure = Failures.nothingForAnotherAttempt(exchange, failure);
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
            exchange.moveTo(exchange.engine.bases.after(exchange.base, exchange.engine.nanos()));
            return next();
        }

        private CompletableFuture<Reply> redirected(Reply reply) {
            String target = Redirects.target(exchange, reply, hops < HOPS);
            tell(reply, null, target != null);
            // Told to look elsewhere for the result, or to send the request itself elsewhere.
            exchange.maybeDone |= reply.status() < TEMPORARY_REDIRECT;
            if (target == null) {
                exchange.meaning = Meaning.REJECTED;
                exchange.problem = Redirects.refusal(exchange, reply, hops < HOPS);
                return CompletableFuture.completedFuture(reply);
            }
            hops++;
            tries--;
            exchange.redirectTo(target);
            return next();
        }

        /** How long to wait for the next attempt, {@link #NONE} if there is to be none. */
        private long pause(Meaning meaning, long hint) {
            boolean safe = meaning != Meaning.MAYBE_DONE || exchange.mayRepeat();
            if (!safe || !replayable() || tries >= policy.attempts()) {
                return NONE;
            }
            long wait = Math.max(hint + jitter(hint), backoff(meaning));
            if (wait > exchange.patience()) {
                exchange.retryAt = exchange.engine.date().plusNanos(Math.max(hint, wait));
                return NONE;
            }
            int cost = meaning == Meaning.RATE_LIMITED ? RetryBudget.THROTTLE : RetryBudget.FAILURE;
            if (!budget.spend(cost)) {
                exchange.budgetSpent = true;
                return NONE;
            }
            paid = cost;
            return wait;
        }

        private CompletableFuture<Reply> after(long wait) {
            if (exchange.engine.bases.others(exchange.request) > 0) {
                exchange.moveTo(exchange.engine.bases.after(exchange.base, exchange.engine.nanos()));
            }
            CompletableFuture<@Nullable Void> pause = exchange.pause(wait);
            if (pause.isDone() && !pause.isCompletedExceptionally()) {
                return next();
            }
            return pause.handle((done, failure) -> next()).thenCompose(reply -> reply);
        }

        private boolean replayable() {
            Body body = exchange.request.body();
            return body == null || body.reopenable() || !exchange.consumed;
        }

        private long hint(Reply reply) {
            var pause = Hints.retryAfter(reply, exchange.engine.date());
            return pause == null ? 0 : pause.toNanos();
        }

        /** Full jitter: anything up to the doubled base, so that those who failed together do not return together. */
        private long backoff(Meaning meaning) {
            long base = (meaning == Meaning.RATE_LIMITED ? policy.throttled() : policy.base()).toNanos();
            long doubled = base << Math.min(tries - 1, 16);
            return exchange.engine.random(Math.min(doubled, policy.longest().toNanos()));
        }

        /** Later than the server said, by up to a tenth, for the same reason. Never earlier. */
        private long jitter(long hint) {
            return hint == 0 ? 0 : exchange.engine.random(hint / 10 + 1);
        }

        private void tell(@Nullable Reply reply, @Nullable Throwable failure, boolean again) {
            long took = exchange.engine.nanos() - since - exchange.waited;
            exchange.engine.telemetry.attempted(exchange, reply, failure, took, again);
            exchange.engine.pulse.felt(exchange, reply, failure, took);
        }
    }
}
