// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.bracketwire.webhooks.http.internal.RouteExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects routes to the JDK's {@code HttpServer}. Give the server an executor of several threads: without one, it answers one
 * request after the other. The system property {@code sun.net.httpserver.maxReqTime} ends requests that arrive too slowly.
 */
@SuppressWarnings("exports")
public final class JdkRoutes {
    private JdkRoutes() {}

    /** Returns a handler for {@code HttpServer.createContext}. */
    public static HttpHandler handler(WebRoute route) {
        return exchange -> {
            try (exchange) {
                answer(route, exchange);
            }
        };
    }

    private static void answer(WebRoute route, HttpExchange exchange) throws IOException {
        List<String> headers = new ArrayList<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    headers.add(name);
                    headers.add(value);
                }));
        WebReply reply = RouteExchange.answer(
                route,
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody(),
                exchange.getRemoteAddress().getAddress().getHostAddress());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] body = reply.body();
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 || isHead ? -1 : body.length);
        if (body.length > 0 && !isHead) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
