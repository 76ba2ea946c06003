// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;

/**
 * Says how often and how soon a failed attempt is repeated. Whether it may be repeated at all is not a matter of policy:
 * a request that is not idempotent is repeated only if the upstream said that it was not carried out, or if both
 * attempts carry one idempotency key.
 *
 * @param attempts how many attempts there are at most, the first included
 * @param base the back-off before the second attempt; it doubles with each further one, and the wait is a random part
 *     of it
 * @param throttled the same after the upstream said that it is too much, without saying when to come again
 * @param longest what the back-off never exceeds; a wait that the upstream asks for may be longer and is never cut
 */
public record RetryPolicy(int attempts, Duration base, Duration throttled, Duration longest) {
    /** Checks that the numbers make sense together. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
        base = TimeSpans.positive("base", base);
        throttled = TimeSpans.positive("throttled", throttled);
        longest = TimeSpans.positive("longest", longest);
    }

    /** Four attempts, 50 ms doubling (1 s where throttled) up to 20 s. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(4, Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    /** One attempt. */
    public static RetryPolicy never() {
        return defaults().attempts(1);
    }

    /** Gives the same with another number of attempts. */
    public RetryPolicy attempts(int atMost) {
        return new RetryPolicy(atMost, base, throttled, longest);
    }

    /** Gives the same with another first back-off. */
    public RetryPolicy base(Duration first) {
        return new RetryPolicy(attempts, first, throttled, longest);
    }
}
