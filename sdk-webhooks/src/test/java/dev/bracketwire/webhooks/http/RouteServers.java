// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http;

import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.webhooks.http.servlet.ServletRoutes;
import io.javalin.Javalin;
import io.javalin.http.Handler;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Starts each kind of server with a route at {@code /in}. */
enum RouteServers {
    JDK {
        @Override
        Running start(WebRoute route) throws Exception {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            server.setExecutor(threads);
            server.createContext("/in", JdkRoutes.handler(route));
            server.start();
            return new Running(server.getAddress().getPort(), () -> {
                server.stop(0);
                threads.shutdownNow();
            });
        }
    },
    SERVLET {
        @Override
        Running start(WebRoute route) throws Exception {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            context.addServlet(new ServletHolder(ServletRoutes.servlet(route)), "/in");
            server.setHandler(context);
            server.start();
            return new Running(connector.getLocalPort(), server::stop);
        }
    },
    JAVALIN {
        @Override
        Running start(WebRoute route) {
            Javalin server = Javalin.create(config -> {
                        Handler handler = context -> ServletRoutes.answer(route, context.req(), context.res());
                        config.routes.post("/in", handler);
                        config.routes.get("/in", handler);
                    })
                    .start("127.0.0.1", 0);
            return new Running(server.port(), server::stop);
        }
    };

    abstract Running start(WebRoute route) throws Exception;

    /**
     * A server that runs.
     *
     * @param port its port
     * @param end ends it
     */
    record Running(int port, End end) implements Closeable {
        @Override
        public void close() {
            try {
                end.run();
            } catch (Exception e) {
                throw new IllegalStateException("the server did not end", e);
            }
        }
    }

    /** Ends a server. */
    @FunctionalInterface
    interface End {
        void run() throws Exception;
    }
}
