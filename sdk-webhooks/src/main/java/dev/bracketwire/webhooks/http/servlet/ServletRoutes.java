// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http.servlet;

import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRoute;
import dev.bracketwire.webhooks.http.internal.RouteExchange;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Connects a route to a container of Servlet 6, such as Jetty or Tomcat. No filter before it may read the body or ask for a
 * parameter of a form.
 *
 * <pre>{@code
 * context.addServlet(new ServletHolder(ServletRoutes.servlet(hooks.incoming("github"))), "/hooks/github");
 * }</pre>
 */
@SuppressWarnings("exports")
public final class ServletRoutes {
    private ServletRoutes() {}

    /** Returns a servlet that answers all methods by the route. */
    public static HttpServlet servlet(WebRoute route) {
        return new RouteServlet(route);
    }

    /**
     * Answers one request by the route, for a servlet of your own, or for a framework on servlets such as Javalin:
     *
     * <pre>{@code
     * config.routes.post("/hooks/github", context -> ServletRoutes.answer(route, context.req(), context.res()));
     * }</pre>
     */
    public static void answer(WebRoute route, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<String> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                headers.add(name);
                headers.add(value);
            }
        }
        String query = request.getQueryString();
        WebReply reply = RouteExchange.answer(
                route,
                request.getMethod(),
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                headers,
                request.getInputStream(),
                String.valueOf(request.getRemoteAddr()));
        response.setStatus(reply.status());
        reply.headers().forEach(response::addHeader);
        byte[] body = reply.body();
        if (body.length > 0) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    private static final class RouteServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient WebRoute route;

        RouteServlet(WebRoute route) {
            this.route = route;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(route, request, response);
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new NotSerializableException("a route holds a database");
        }
    }
}
