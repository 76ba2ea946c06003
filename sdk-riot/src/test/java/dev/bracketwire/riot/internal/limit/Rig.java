// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A limiter on a clock that a test moves, and the words to ask it. */
final class Rig implements Limiter.Clock {
    final ManualClock clock = ManualClock.at(Instant.parse("2026-11-20T21:59:00Z"));
    final RiotLimiter limiter;

    Rig(LimitUsage limitUsage) {
        // Half of the longest back-off, always.
        this.limiter = new RiotLimiter(limitUsage, () -> 0.5);
    }

    Rig() {
        this(LimitUsage.BURST);
    }

    @Override
    public long nanos() {
        return clock.getAsLong();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public CompletableFuture<@Nullable Void> after(Duration delay) {
        CompletableFuture<@Nullable Void> after = new CompletableFuture<>();
        var task = clock.schedule(() -> after.complete(null), delay.toNanos(), TimeUnit.NANOSECONDS);
        after.whenComplete((done, failure) -> task.cancel(false));
        return after;
    }

    CompletableFuture<Permit> ask(String route, Request request, Duration patience) {
        return limiter.acquire(new Limiter.Ask("riot-" + route, "key", "localhost", request, patience, this));
    }

    CompletableFuture<Permit> ask(String route, String path) {
        return ask(route, Request.get(path), Duration.ofHours(1));
    }

    CompletableFuture<Permit> ask() {
        return ask("europe", "/a");
    }

    /** One that is there at once. */
    Permit now(String route, String path) {
        CompletableFuture<Permit> asked = ask(route, path);
        if (!asked.isDone() || asked.join() instanceof Limiter.Refused) {
            throw new AssertionError("there is no permit for " + path + " of " + route);
        }
        return asked.join();
    }

    Permit permit() {
        return now("europe", "/a");
    }

    static Reply reply(int status, String... headers) {
        return Reply.of(status, Headers.received(headers));
    }

    /** With these limits, and nothing counted. */
    static Reply limited(String application, String method) {
        return reply(200, "x-app-rate-limit", application, "X-METHOD-RATE-LIMIT", method);
    }

    /** A limiter that knows these limits, and has used one of each. */
    static Rig knowing(String application, String method) {
        Rig rig = new Rig();
        rig.permit().answered(limited(application, method));
        return rig;
    }

    void pass(String duration) {
        clock.advance(Duration.parse(duration));
    }
}
