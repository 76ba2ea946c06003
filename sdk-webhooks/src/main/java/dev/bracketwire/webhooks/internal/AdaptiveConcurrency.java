// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the experience of this node with slow and failing subscriptions: a timeout halves the number of requests at
 * once, a success adds one. Healthy subscriptions take no memory here.
 */
final class AdaptiveConcurrency {
    private final Map<String, Integer> limits = new ConcurrentHashMap<>();
    private final Map<String, FailureWindow> windows = new ConcurrentHashMap<>();

    /** Returns how many requests at once the subscription should get. */
    int atOnce(StoredSubscription subscription) {
        int most = subscription.options().concurrency();
        return Math.min(most, limits.getOrDefault(subscription.id(), most));
    }

    /** Learns from a success. */
    void succeeded(StoredSubscription subscription, long nanos) {
        limits.computeIfPresent(
                subscription.id(),
                (id, limit) -> limit + 1 >= subscription.options().concurrency() ? null : limit + 1);
        FailureWindow window = windows.get(subscription.id());
        if (window != null) {
            window.count(nanos, false);
        }
    }

    /** Learns from a failure, and returns whether failures are frequent. */
    boolean failed(StoredSubscription subscription, long nanos, boolean overloaded) {
        if (overloaded) {
            limits.compute(
                    subscription.id(),
                    (id, limit) ->
                            Math.max(1, (limit == null ? subscription.options().concurrency() : limit) / 2));
        }
        return windows.computeIfAbsent(subscription.id(), id -> new FailureWindow())
                .count(nanos, true);
    }

    /** Forgets a subscription. */
    void forget(String subscription) {
        limits.remove(subscription);
        windows.remove(subscription);
    }
}
