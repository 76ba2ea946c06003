// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The pause that replies of one host to one principal ask for. Guarded by the lock of its budgets. */
final class LimiterPause {
    private static final Duration LONGEST_GUESS = Duration.ofSeconds(30);

    private final String host;
    private volatile boolean paused;
    private volatile boolean troubled;
    private int throttled;
    private long until;

    LimiterPause(String host) {
        this.host = host;
    }

    /** Whether there may be something to wait for; read without the lock. */
    boolean possible() {
        return paused;
    }

    /** Whether a reply is worth learning from; read without the lock. */
    boolean concerns(Reply reply) {
        return troubled || RetryHints.mayHold(reply);
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

    /** Learns from a reply's headers, or from no more than how long it asks to wait. */
    void learn(Reply reply, boolean all, Limiter.Clock clock) {
        RetryHints retryHints = all ? RetryHints.of(reply, clock.now()) : RetryHints.ofRefusal(reply, clock.now());
        learn(retryHints.throttled(), retryHints.pause(), reply.isSuccess(), clock);
    }

    /** Learns that a reply asked to wait for a time, or for one it did not say. */
    void learn(boolean refused, @Nullable Duration asked, boolean success, Limiter.Clock clock) {
        Duration pause = asked;
        if (refused) {
            throttled++;
            pause = asked == null ? guess() : asked;
        } else if (success) {
            throttled = 0;
        }
        troubled = throttled > 0;
        if (pause != null) {
            until(clock.nanos(), pause.toNanos());
        }
    }

    /** Pauses for a time from now, or longer where it does already. */
    void until(long now, long nanos) {
        long end = now + nanos;
        if (nanos > 0 && (!paused || end - until > 0)) {
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
