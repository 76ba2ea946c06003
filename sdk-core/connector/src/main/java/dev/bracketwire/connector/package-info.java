// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.connector.Connector} reaches one upstream: it retries what is safe to retry, keeps rate limits,
 * caches what you allow, and gives every reply a type.
 *
 * <pre>{@code
 * try (Connector api = Connector.create("chests", URI.create("https://chests.example.org"))) {
 *     Player player = api.get("/players/{id}", Player.class, 42).get();
 * }
 * }</pre>
 *
 * <p>{@link dev.bracketwire.connector.ConnectorRegistry} holds several; an
 * {@link dev.bracketwire.connector.Operation} is what settings describe. On the module path, open the package of your own
 * records to {@code com.fasterxml.jackson.databind}. The types {@link dev.bracketwire.connector.limit.Limiter} and
 * {@link dev.bracketwire.connector.ResponseCache} are experimental.
 */
@NullMarked
package dev.bracketwire.connector;

import org.jspecify.annotations.NullMarked;
