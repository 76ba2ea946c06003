// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

/** Receives an entry for each request to {@link WebhookApi}, granted or refused. */
@FunctionalInterface
public interface ApiAudit {
    /** Records an entry, on the thread of the server. If it throws, the request is not carried out and answered 503. */
    void record(ApiEntry entry);
}
