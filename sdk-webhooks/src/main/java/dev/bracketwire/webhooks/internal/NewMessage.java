// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that is ready to be stored.
 *
 * @param id the message id
 * @param type the type of the event
 * @param payload the body to send
 * @param idempotencyKey the key that makes it unique
 * @param orderKey the key of its order
 * @param channels the channels it is in
 * @param subjects the people or things it is about
 * @param traceParent the trace it belongs to
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewMessage(
        String id,
        String type,
        byte[] payload,
        @Nullable String idempotencyKey,
        @Nullable String orderKey,
        List<String> channels,
        List<String> subjects,
        @Nullable String traceParent) {}
