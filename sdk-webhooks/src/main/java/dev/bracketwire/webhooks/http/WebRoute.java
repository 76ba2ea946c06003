// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http;

/**
 * Answers requests. It knows no server: {@link JdkRoutes} and {@code ServletRoutes} connect it to one.
 */
@FunctionalInterface
public interface WebRoute {
    /** Answers a request, on the thread of the server. It may wait for the database. */
    WebReply answer(WebRequest request);

    /** Returns the most bytes that a body may have. Longer ones are answered 413 and not read; 1 MiB unless overridden. */
    default int maxBody() {
        return 1024 * 1024;
    }
}
