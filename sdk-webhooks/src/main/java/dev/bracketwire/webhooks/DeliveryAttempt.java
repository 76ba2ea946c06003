// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is the log of one attempt. Signatures, credentials and secret headers are left out of it.
 *
 * @param deliveryId the delivery; 0 for a test
 * @param number the number of the attempt, from 1
 * @param at the time at which it began
 * @param took how long it took
 * @param succeeded whether the receiver took the message
 * @param status the status of the reply; null if there was none
 * @param error why it failed; empty if it succeeded
 * @param url the URL, or the name of the handler
 * @param requestHeaders the headers that were sent
 * @param replyHeaders the headers of the reply
 * @param replyBody the first 16 KiB of the reply
 */
public record DeliveryAttempt(
        long deliveryId,
        int number,
        Instant at,
        Duration took,
        boolean succeeded,
        @Nullable Integer status,
        String error,
        String url,
        Map<String, String> requestHeaders,
        Map<String, String> replyHeaders,
        String replyBody) {}
