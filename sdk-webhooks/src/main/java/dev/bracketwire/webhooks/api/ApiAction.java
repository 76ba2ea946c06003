// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

/** Names the right that a request to {@link WebhookApi} needs. */
public enum ApiAction {
    /** Reads subscriptions, deliveries, attempts, messages, types and sources. */
    READ,
    /** Makes a subscription. */
    CREATE,
    /** Changes, pauses, resumes or deletes a subscription, and sends to it a test or events again. */
    CHANGE,
    /** Reads or replaces the signing secret of a subscription. */
    SECRET,
    /** Publishes an event. */
    PUBLISH,
    /** Registers and removes types of events. */
    TYPES
}
