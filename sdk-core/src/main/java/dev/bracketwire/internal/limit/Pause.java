// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Reply;
import java.time.Duration;

/** What the replies of one host to one principal ask to wait for. Guarded by the lock of its budgets. */
final class Pause {
    private static final Duration LONGEST_GUESS = Duration.ofSeconds(30);

    private final String host;
    private volatile boolean paused;
    private volatile boolean troubled;
    private int throttled;
    private long until;

    Pause(String host) {
        this.host = host;
    }

    /** Whether there may be something to wait for; read without the lock. */
    boolean possible() {
        return paused;
    }

    /** Whether a reply is worth learning from; read without the lock. */
    boolean concerns(Reply reply) {
        return troubled || Hints.mayHold(reply);
    }

    long left(long now) {
        if (paused && until - now <= 0) {
            paused = false;
        }
        return paused ? until - now : 0;
    }

    String scope() {
        return "a pause " + host + " asked for";
    }

    Limiter.State state(long now) {
        return new Limiter.State("pause of " + host, 0, Duration.ofNanos(left(now)));
    }

    void learn(Reply reply, Limiter.Clock clock) {
        Hints hints = Hints.of(reply, clock.now());
        Duration pause = hints.pause();
        if (hints.throttled()) {
            throttled++;
            if (pause == null) {
                pause = guess();
            }
        } else if (reply.isSuccess()) {
            throttled = 0;
        }
        troubled = throttled > 0;
        long end = pause == null ? 0 : clock.nanos() + pause.toNanos();
        if (pause != null && !pause.isZero() && (!paused || end - until > 0)) {
            until = end;
            paused = true;
        }
    }

    /** A 429 that does not say how long: one second, doubling while they go on. */
    private Duration guess() {
        Duration guess = Duration.ofSeconds(1L << Math.min(throttled - 1, 5));
        return guess.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : guess;
    }
}
