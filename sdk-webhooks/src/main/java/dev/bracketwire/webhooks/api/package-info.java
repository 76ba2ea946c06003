// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.webhooks.api.WebhookApi} offers the webhooks of an application as HTTP resources, with an OpenAPI
 * document, for pages and programs of its users.
 *
 * <pre>{@code
 * WebhookApi api = WebhookApi.builder(hooks, access, entry -> audit.add(entry)).build();
 * server.createContext("/webhooks/v1", JdkRoutes.handler(api));
 * }</pre>
 *
 * <p>A {@link dev.bracketwire.webhooks.api.WebhookAccess} names the caller of a request and grants it what it may do; nothing is
 * granted by default. Each request becomes an {@link dev.bracketwire.webhooks.api.ApiEntry} of the audit.
 */
@NullMarked
package dev.bracketwire.webhooks.api;

import org.jspecify.annotations.NullMarked;
