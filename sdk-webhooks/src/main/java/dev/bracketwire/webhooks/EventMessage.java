// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Instant;
import java.util.List;

/**
 * Is a published event as it is stored, with its deliveries.
 *
 * @param id the message id
 * @param type the type of the event
 * @param publishedAt the time at which it was published
 * @param payload the body that is sent; empty if it was erased
 * @param deliveries its deliveries, one for each subscription and more after a replay
 */
public record EventMessage(String id, String type, Instant publishedAt, String payload, List<Delivery> deliveries) {
    /** Copies the list. */
    public EventMessage {
        deliveries = List.copyOf(deliveries);
    }

    /** Whether no delivery is queued any more. */
    public boolean isFinished() {
        return deliveries.stream().allMatch(Delivery::isFinished);
    }

    /** Whether each subscription took it. */
    public boolean isDelivered() {
        return deliveries.stream()
                .map(Delivery::subscriptionId)
                .distinct()
                .allMatch(id -> deliveries.stream()
                        .anyMatch(
                                each -> each.subscriptionId().equals(id) && each.state() == Delivery.State.SUCCEEDED));
    }

    /** Names the message, not its payload. */
    @Override
    public String toString() {
        return "EventMessage(" + type + " " + id + ", " + deliveries + ")";
    }
}
