// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is a subscription as it is stored.
 *
 * @param id the id, such as {@code sub_...}
 * @param options the receiver and how events reach it; without the signing secret, see {@link Webhooks#secret}
 * @param state whether events are sent
 * @param reason why it is paused or disabled; empty if it is active
 * @param createdAt the time at which it was made
 * @param failures how many attempts failed since the last success
 * @param failingSince the time of the first of these failures; null if the last attempt succeeded
 * @param heldUntil the time until which nothing is sent, since the receiver asked for it or failed too often; null if it
 *     is not held
 */
public record Subscription(
        String id,
        SubscriptionOptions options,
        State state,
        String reason,
        Instant createdAt,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant heldUntil) {
    /** Names whether events are sent. */
    public enum State {
        /** Events are sent. */
        ACTIVE,
        /** Events are queued and sent after {@link Webhooks#resume}. */
        PAUSED,
        /** Events are neither sent nor queued, because the receiver is gone or failed for days. */
        DISABLED
    }
}
