// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.RateLimitedException;
import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Limiter.Permit;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.internal.run.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes a rate permit for each attempt, and tells the limiter what became of it. */
final class PermitStage implements Stage {
    private final Limiter limiter;
    private final Stage next;

    PermitStage(Limiter limiter, Stage next) {
        this.limiter = limiter;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        Engine engine = exchange.engine;
        CompletableFuture<Permit> asked = limiter.acquire(new Limiter.Ask(
                engine.config.id(),
                engine.config.auth().principal(),
                engine.host(exchange),
                exchange.request,
                Duration.ofNanos(Math.max(0, exchange.patience())),
                engine.clock));
        if (asked.isDone() && !asked.isCompletedExceptionally()) {
            exchange.waited = 0;
            return granted(exchange, asked.join());
        }
        long since = engine.nanos();
        long before = exchange.deadline;
        if (exchange.run.bulk()) {
            exchange.extend(since + exchange.patience());
        }
        return Futures.then(exchange.await("a rate permit", asked), permit -> {
            exchange.waited = engine.nanos() - since;
            if (exchange.run.bulk()) {
                exchange.deadline = Math.min(before + exchange.waited, since + exchange.waited + exchange.patience());
                engine.watch.add(exchange);
            }
            return granted(exchange, permit);
        });
    }

    private CompletableFuture<Reply> granted(Exchange exchange, Permit permit) {
        if (permit instanceof Limiter.Refused refused) {
            return CompletableFuture.failedFuture(new RateLimitedException(
                    exchange.where(null), exchange.engine.date().plus(refused.delay()), refused.scope()));
        }
        exchange.permit = permit;
        return Futures.lastly(next.safely(exchange), (reply, failure) -> settle(exchange, permit, reply));
    }

    private static void settle(Exchange exchange, Permit permit, @Nullable Reply reply) {
        if (reply != null) {
            answered(exchange, permit, reply);
        } else if (exchange.sent) {
            permit.lost();
        } else {
            permit.unused();
        }
    }

    private static void answered(Exchange exchange, Permit permit, Reply reply) {
        Verdict verdict;
        try {
            verdict = exchange.judge(reply);
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
