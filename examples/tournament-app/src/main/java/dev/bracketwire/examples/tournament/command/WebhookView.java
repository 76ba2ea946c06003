// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as admins see it, without its secret.
 *
 * @param id the id
 * @param url the address that events are sent to; the name of the handler if they stay in this process
 * @param description what it is for
 * @param types the types of events that it gets
 * @param ordered whether the events of one tournament arrive in their order
 * @param rate the most requests a second; 0 for no limit
 * @param state whether events are sent
 * @param reason why it is paused or disabled; empty if it is active
 * @param failures the number of attempts that failed since the last success
 * @param failingSince the time of the first of them; null if the last attempt succeeded
 * @param heldUntil the time until which nothing is sent to it; null if it is not held
 * @param createdAt the time at which it was added
 */
public record WebhookView(
        String id,
        String url,
        String description,
        List<String> types,
        boolean ordered,
        double rate,
        Subscription.State state,
        String reason,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant heldUntil,
        Instant createdAt) {
    /** Copies the list. */
    public WebhookView {
        types = List.copyOf(types);
    }

    static WebhookView of(Subscription subscription) {
        SubscriptionOptions options = subscription.options();
        return new WebhookView(
                subscription.id(),
                options.url() == null
                        ? Objects.requireNonNullElse(options.handler(), "")
                        : options.url().toString(),
                options.description(),
                options.types(),
                options.isOrdered(),
                options.rate(),
                subscription.state(),
                subscription.reason(),
                subscription.failures(),
                subscription.failingSince(),
                subscription.heldUntil(),
                subscription.createdAt());
    }

    /** Returns a name for a person: the description, or the host. */
    static String name(Subscription subscription) {
        SubscriptionOptions options = subscription.options();
        if (!options.description().isBlank()) {
            return options.description();
        }
        return options.url() == null
                ? Objects.requireNonNullElse(options.handler(), subscription.id())
                : options.url().getHost();
    }

    /**
     * A webhook that was added, or whose secret was replaced.
     *
     * @param webhook the webhook
     * @param secret the secret for its receiver, which is shown this once
     */
    public record WithSecret(WebhookView webhook, String secret) {
        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "WithSecret(" + webhook.id() + ")";
        }
    }
}
