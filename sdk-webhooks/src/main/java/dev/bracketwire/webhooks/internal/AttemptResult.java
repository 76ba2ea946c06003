// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.DeliveryAttempt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds the result of one attempt.
 *
 * @param log the attempt for the log
 * @param verdict the next step
 * @param retryAfter how long the receiver asks not to be called; null if it does not
 * @param overloaded whether the receiver was too slow, so that it gets fewer requests at once and more time
 */
record AttemptResult(
        DeliveryAttempt log, Verdict verdict, @Nullable Duration retryAfter, boolean overloaded) {
    /** Names the next step after an attempt. */
    enum Verdict {
        /** The receiver took the message. */
        DELIVERED,
        /** The attempt is repeated by the schedule. */
        FAILED,
        /** The URL leads to an address that is refused. */
        BLOCKED,
        /** The receiver wants no more attempts for this message. */
        ABORTED,
        /** The receiver wants nothing more at all. */
        GONE,
        /** The attempt was ended by this client's close and did not fail. */
        INTERRUPTED
    }
}
