// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

/**
 * Confirms that an event is stored.
 *
 * @param id the message id, which each attempt sends as {@code webhook-id}
 * @param deliveries how many subscriptions it goes to
 * @param duplicate whether an event with the same idempotency key was there already, so that this is the id of that one
 */
public record Published(String id, int deliveries, boolean duplicate) {}
