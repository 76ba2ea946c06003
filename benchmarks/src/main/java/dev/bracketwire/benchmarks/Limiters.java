// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Limiters whose windows are never full, so that nobody waits; two windows each, as with most platforms. */
final class Limiters {
    private static final Limit SECOND = Limit.of(1L << 40, Duration.ofSeconds(1));
    private static final Limit MINUTES = Limit.of(1L << 40, Duration.ofMinutes(2));

    final Limiter fixed = Limiter.of(SECOND, MINUTES);
    final Limiter keyed = Limiter.builder()
            .limit(SECOND, Limiter.Ask::host)
            .limit(MINUTES, Limiter.Ask::principal)
            .build();
    final Limiter told = Limiter.builder()
            .learned(
                    Limiter.Ask::host,
                    (ask, reply) -> LimitReport.none().limit(SECOND, 0).limit(MINUTES, 0))
            .build();

    private final Reply reply = Reply.of(200, Headers.of("Content-Type", "application/json", "X-Request-Id", "1"));
    private final Limiter.Ask ask = new Limiter.Ask(
            "bench", "ann", "api.test", Request.get("/players/{id}", 42), Duration.ofSeconds(30), new Limiter.Clock() {
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
                    throw new IllegalStateException("nobody should have to wait for " + delay);
                }
            });

    Limiter.Permit permit(Limiter limiter) {
        Limiter.Permit permit = limiter.acquire(ask).join();
        permit.answered(reply);
        return permit;
    }
}
