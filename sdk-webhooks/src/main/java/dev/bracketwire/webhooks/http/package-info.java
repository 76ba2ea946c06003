// SPDX-License-Identifier: Apache-2.0
/**
 * Connects a {@link dev.bracketwire.webhooks.http.WebRoute} to a web server. Each adapter takes the bytes of the body before
 * anything parses them, since a signature is over bytes.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
 * server.setExecutor(Executors.newFixedThreadPool(16));
 * server.createContext("/hooks/github", JdkRoutes.handler(hooks.incoming("github")));
 * server.start();
 * }</pre>
 */
@NullMarked
package dev.bracketwire.webhooks.http;

import org.jspecify.annotations.NullMarked;
