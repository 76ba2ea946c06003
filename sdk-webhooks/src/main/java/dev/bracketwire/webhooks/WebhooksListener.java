// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.webhooks.http.WebRequest;

/** Receives notices about deliveries, on threads of the client. Its exceptions are logged and change nothing. */
public interface WebhooksListener {
    /** Is called after each attempt whose result was stored. */
    default void attempted(DeliveryAttempt attempt) {}

    /** Is called when a delivery was delivered, exhausted or cancelled. */
    default void finished(Delivery delivery) {}

    /** Is called when a subscription fails, recovers or is disabled, or when a delivery becomes a dead letter. */
    default void alerted(SubscriptionAlert alert) {}

    /**
     * Is called when a request to {@link Webhooks#incoming} is refused, on the thread of the server. The sender does not get the
     * reason. Any program may have sent it.
     *
     * @param source the name of the source
     * @param reason a sentence without values of the request
     * @param request the request, for a look at its headers
     */
    default void refused(String source, String reason, WebRequest request) {}

    /**
     * Is called when Notion sends the token that verifies an endpoint, on the thread of the server, as long as its source has
     * none: show it to an operator, which then goes at Notion and in the settings. Any program may have sent it.
     */
    default void verificationToken(String source, String token) {}
}
