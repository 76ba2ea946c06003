// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;

/**
 * Says when a host that keeps failing is left alone. Failures are statuses of the 500s and missing replies; a status of
 * the 400s counts as an answer.
 *
 * @param calls how many of the last attempts are looked at, and must have been made before any judgement
 * @param failures how many of them must have failed
 * @param pause for how long nothing is sent then; after it, one attempt probes
 */
public record BreakerPolicy(int calls, int failures, Duration pause) {
    /** Checks that the numbers make sense together. */
    public BreakerPolicy {
        if (calls < 1 || failures < 1 || failures > calls) {
            throw new IllegalArgumentException(
                    "failures must be from 1 to calls, but are " + failures + " of " + calls);
        }
        pause = TimeSpans.positive("pause", pause);
    }

    /** Pauses 15 s once 20 of the last 30 attempts failed. */
    public static BreakerPolicy defaults() {
        return new BreakerPolicy(30, 20, Duration.ofSeconds(15));
    }
}
