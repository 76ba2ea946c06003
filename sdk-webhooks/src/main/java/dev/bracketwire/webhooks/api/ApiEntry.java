// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

import java.time.Instant;

/**
 * Is the audit entry of one request to {@link WebhookApi}.
 *
 * @param at the time of the request
 * @param caller the name of the caller; empty if it is not known
 * @param remote the address of the sender as the server sees it
 * @param operation the operation, such as {@code pauseSubscription}; empty if there is none
 * @param target the id that the path names; empty if it names none
 * @param granted whether the request is carried out
 * @param reason why it is refused; empty if it is granted
 */
public record ApiEntry(
        Instant at, String caller, String remote, String operation, String target, boolean granted, String reason) {}
