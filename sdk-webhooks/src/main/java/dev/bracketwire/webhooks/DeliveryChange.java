// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.Change;
import java.util.Locale;

/**
 * Queues one message again for one subscription.
 *
 * @param kind {@code redeliver} for a message that was queued before, {@code deliver} for one that never was
 * @param messageId the message
 * @param subscriptionId the subscription
 * @param type the type of the event
 * @param deliveryId the newest finished delivery when the plan was made; 0 if there was none
 */
public record DeliveryChange(String kind, String messageId, String subscriptionId, String type, long deliveryId)
        implements Change {
    /** Says it as a sentence. */
    @Override
    public String toString() {
        return kind.toUpperCase(Locale.ROOT).charAt(0) + kind.substring(1) + " " + type + " " + messageId + " to "
                + subscriptionId;
    }
}
