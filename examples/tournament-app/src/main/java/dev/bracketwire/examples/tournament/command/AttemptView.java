// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.webhooks.DeliveryAttempt;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to deliver an event. Signatures and secrets are left out.
 *
 * @param number the number of the attempt
 * @param at the time at which it began
 * @param tookMillis the milliseconds that it took
 * @param succeeded whether the receiver took the event
 * @param status the status of the reply; null if there was none
 * @param error why it failed; empty if it succeeded
 * @param url the address without its query, which may hold a password
 * @param requestHeaders the headers that were sent
 * @param replyHeaders the headers of the reply
 * @param replyBody the first part of the reply
 */
public record AttemptView(
        int number,
        Instant at,
        long tookMillis,
        boolean succeeded,
        @Nullable Integer status,
        String error,
        String url,
        Map<String, String> requestHeaders,
        Map<String, String> replyHeaders,
        String replyBody) {
    static AttemptView of(DeliveryAttempt attempt) {
        return new AttemptView(
                attempt.number(),
                attempt.at(),
                attempt.took().toMillis(),
                attempt.succeeded(),
                attempt.status(),
                attempt.error(),
                attempt.url().replaceAll("\\?.*", ""),
                attempt.requestHeaders(),
                attempt.replyHeaders(),
                attempt.replyBody());
    }
}
