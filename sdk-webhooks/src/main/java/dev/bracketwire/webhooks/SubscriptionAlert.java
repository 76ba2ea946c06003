// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reports that something happened to a subscription. It is given to each {@link WebhooksListener} and published as an
 * event of the type {@code webhooks.subscription.} followed by the kind in lower case.
 *
 * @param kind what happened
 * @param subscriptionId the subscription
 * @param type the type of the event whose delivery brought it about; null if none did
 * @param messageId the message; null if none did
 * @param text one or two sentences for the operator
 * @param at the time
 */
public record SubscriptionAlert(
        Kind kind,
        String subscriptionId,
        @Nullable String type,
        @Nullable String messageId,
        String text,
        Instant at) {
    /** Names what happened. */
    public enum Kind {
        /** Four attempts in a row failed. */
        FAILING,
        /** An attempt succeeded after {@link #FAILING}. */
        RECOVERED,
        /** It will be disabled soon unless an attempt succeeds. */
        WARNING,
        /** It was disabled. */
        DISABLED,
        /** Its URL leads to an address that is refused. */
        MISCONFIGURED,
        /** A delivery is exhausted and became a dead letter. */
        EXHAUSTED
    }
}
