// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.riot.internal.limit.LimitUsage;
import dev.bracketwire.riot.internal.limit.RiotLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks for permits of limits that are never reached, so that nobody waits. */
final class RiotAsks {
    private final Limiter limiter = new RiotLimiter(LimitUsage.BURST);
    private final Reply reply = Reply.of(
            200,
            Headers.of(
                    "Content-Type", "application/json;charset=utf-8",
                    "X-App-Rate-Limit", "500000000:10,90000000000:600",
                    "X-App-Rate-Limit-Count", "1:10,1:600",
                    "X-Method-Rate-Limit", "1000000000:60",
                    "X-Method-Rate-Limit-Count", "1:60"));
    private final Limiter.Ask ask = new Limiter.Ask(
            "riot-europe",
            "key",
            "europe.api.test",
            Request.get("/riot/account/v1/accounts/by-riot-id/{gameName}/{tagLine}", "Ann", "EUW"),
            Duration.ofSeconds(30),
            new Limiter.Clock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public CompletableFuture<@Nullable Void> after(Duration delay) {
                    return new CompletableFuture<@Nullable Void>()
                            .completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
                }
            });

    Limiter.Permit permit() {
        Limiter.Permit permit = limiter.acquire(ask).join();
        permit.answered(reply);
        return permit;
    }
}
