// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http.internal;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.http.WebRoute;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request with a limit, and answers it by a route, for all adapters. */
public final class RouteExchange {
    private static final Logger LOG = LoggerFactory.getLogger(RouteExchange.class);

    /** The reply to a body that is too long. Its rest is not read, so the connection cannot be used again. */
    private static final WebReply TOO_LONG = WebReply.of(413).header("Connection", "close");

    private RouteExchange() {}

    /**
     * Answers a request.
     *
     * @param headers names and values, in turn
     * @param body the body, of which no more than the route's limit is read, whatever its Content-Length says
     */
    public static WebReply answer(
            WebRoute route, String method, String target, List<String> headers, InputStream body, String remote)
            throws IOException {
        byte[] bytes = body.readNBytes(route.maxBody() + 1);
        if (bytes.length > route.maxBody()) {
            return TOO_LONG;
        }
        WebRequest request = WebRequest.of(method, target, Headers.received(headers.toArray(String[]::new)), bytes)
                .from(remote);
        try {
            return route.answer(request);
        } catch (RuntimeException | Error e) { // the server's own answer to it may show the message
            LOG.error("{} {} failed", method, request.path(), e);
            return WebReply.of(500);
        }
    }
}
