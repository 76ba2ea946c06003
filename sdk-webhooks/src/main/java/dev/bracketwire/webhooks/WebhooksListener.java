// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

/** Receives notices about deliveries, on threads of the client. Its exceptions are logged and change nothing. */
public interface WebhooksListener {
    /** Is called after each attempt whose result was stored. */
    default void attempted(DeliveryAttempt attempt) {}

    /** Is called when a delivery was delivered, exhausted or cancelled. */
    default void finished(Delivery delivery) {}

    /** Is called when a subscription fails, recovers or is disabled, or when a delivery becomes a dead letter. */
    default void alerted(SubscriptionAlert alert) {}
}
