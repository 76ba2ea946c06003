// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a subscription as it is in its row.
 *
 * @param id the id
 * @param version the version of the change that wrote the row
 * @param state whether events are sent
 * @param reason why not
 * @param createdAt when it was made
 * @param options the options without secrets
 * @param sealed the secrets, encrypted; null if there are none
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredSubscription(
        String id,
        long version,
        Subscription.State state,
        String reason,
        long createdAt,
        SubscriptionOptions options,
        byte @Nullable [] sealed) {
    /** Whether it takes an event of this type in these channels. */
    boolean takes(String type, List<String> channels) {
        return state != Subscription.State.DISABLED
                && EventFilter.matches(options.types(), type)
                && (options.channels().isEmpty() || channels.stream().anyMatch(options.channels()::contains));
    }
}
