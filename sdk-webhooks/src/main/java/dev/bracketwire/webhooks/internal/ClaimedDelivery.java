// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A delivery whose attempt belongs to this node until its lease ends.
 *
 * @param id the number of the delivery
 * @param lease the token that a completion must show
 * @param attempt the number of the attempt, from 1
 * @param once whether it is not repeated after a failure
 * @param orderKey the key of its order; null if it has none
 * @param createdAt when it was queued, by the database's clock
 * @param claimedAt when it was claimed, by the database's clock
 * @param message the message to send
 * @param subscription the subscription as of the claim
 * @param laneFailed whether the lane has failures, so that a success must reset them
 */
record ClaimedDelivery(
        long id,
        String lease,
        int attempt,
        boolean once,
        @Nullable String orderKey,
        long createdAt,
        long claimedAt,
        Message message,
        StoredSubscription subscription,
        boolean laneFailed) {
    /** The time by which a lease is longer than an attempt, for the work before and after it. */
    private static final Duration SLACK = Duration.ofSeconds(40);

    /** Returns how long a claim belongs to its node. */
    static Duration leaseTime(StoredSubscription subscription) {
        return subscription.options().timeout().plus(SLACK);
    }

    /**
     * Holds the part that all deliveries of a message share.
     *
     * @param id the message id
     * @param type the type of the event
     * @param payload the body
     * @param traceParent the trace it belongs to; null if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(
            String id,
            String type,
            byte[] payload,
            @Nullable String traceParent) {}
}
