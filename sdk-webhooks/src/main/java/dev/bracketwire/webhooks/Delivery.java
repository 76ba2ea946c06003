// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is the way of one message to one subscription.
 *
 * @param id the number of the delivery
 * @param messageId the message, see {@link Webhooks#message}
 * @param subscriptionId the subscription
 * @param type the type of the event
 * @param state how far it is
 * @param attempts how many attempts were made
 * @param status the status of the last reply; null if there was none
 * @param reason why the last attempt failed or why it was cancelled; empty if there is nothing to say
 * @param createdAt the time at which it was queued
 * @param nextAttemptAt the time of the next attempt at the earliest; null if there is none
 * @param finishedAt the time at which it was delivered, exhausted or cancelled; null while it is queued
 */
public record Delivery(
        long id,
        String messageId,
        String subscriptionId,
        String type,
        State state,
        int attempts,
        @Nullable Integer status,
        String reason,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt) {
    /** Whether it needs no more attempts. */
    public boolean isFinished() {
        return finishedAt != null;
    }

    /** Names how far a delivery is. */
    public enum State {
        /** Waits for its first or next attempt. */
        PENDING,
        /** An attempt is under way. */
        IN_FLIGHT,
        /** The receiver took it. */
        SUCCEEDED,
        /** Every attempt failed: it is a dead letter, see {@link Webhooks#resend} and {@link Webhooks#planReplay}. */
        EXHAUSTED,
        /** It was given up before that, for the reason it states. */
        CANCELLED
    }
}
