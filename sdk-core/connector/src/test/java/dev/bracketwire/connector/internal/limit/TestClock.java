// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's clocks, moved by hand. */
record TestClock(ManualClock time) implements Limiter.Clock {
    @Override
    public long nanos() {
        return time.getAsLong();
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public CompletableFuture<@Nullable Void> after(Duration delay) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        time.schedule(() -> done.complete(null), delay.toNanos(), TimeUnit.NANOSECONDS);
        return done;
    }
}
