// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects deliveries. Instances are immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * DeliveryFilter failed = DeliveryFilter.all().states(Delivery.State.EXHAUSTED).since(yesterday);
 * }</pre>
 *
 * @param subscription the id of the subscription; null for all
 * @param message the id of the message; null for all
 * @param type the type of the event; null for all
 * @param states the states; empty for all
 * @param since the earliest time of queueing, inclusive; null for any
 * @param until the latest time of queueing, exclusive; null for any
 * @param before the number that the delivery's must be below; null for any
 */
public record DeliveryFilter(
        @Nullable String subscription,
        @Nullable String message,
        @Nullable String type,
        Set<Delivery.State> states,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long before) {
    /** Copies the set. */
    public DeliveryFilter {
        states = Set.copyOf(states);
    }

    /** Returns a filter that selects every delivery. */
    public static DeliveryFilter all() {
        return new DeliveryFilter(null, null, null, Set.of(), null, null, null);
    }

    /** Returns a filter that selects dead letters. */
    public static DeliveryFilter dead() {
        return all().states(Delivery.State.EXHAUSTED);
    }

    /** Returns the filter for one subscription. */
    public DeliveryFilter subscription(String id) {
        return new DeliveryFilter(id, message, type, states, since, until, before);
    }

    /** Returns the filter for one message. */
    public DeliveryFilter message(String id) {
        return new DeliveryFilter(subscription, id, type, states, since, until, before);
    }

    /** Returns the filter for one type of events. */
    public DeliveryFilter type(String name) {
        return new DeliveryFilter(subscription, message, name, states, since, until, before);
    }

    /** Returns the filter for these states. */
    public DeliveryFilter states(Delivery.State... some) {
        return new DeliveryFilter(subscription, message, type, Set.of(some), since, until, before);
    }

    /** Returns the filter for deliveries queued at this time or later. */
    public DeliveryFilter since(Instant time) {
        return new DeliveryFilter(subscription, message, type, states, time, until, before);
    }

    /** Returns the filter for deliveries queued before this time. */
    public DeliveryFilter until(Instant time) {
        return new DeliveryFilter(subscription, message, type, states, since, time, before);
    }

    /** Returns the filter for deliveries older than this one, such as for the next page behind it. */
    public DeliveryFilter before(long delivery) {
        return new DeliveryFilter(subscription, message, type, states, since, until, delivery);
    }
}
