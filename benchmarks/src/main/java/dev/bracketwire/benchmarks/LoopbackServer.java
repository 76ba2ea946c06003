// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The upstream of the loopback suites. It lives in the JVM that starts the benchmarks, which are JVMs of their own, so
 * its work is in nobody's figures.
 */
final class LoopbackServer implements AutoCloseable {
    /** The system property that tells a benchmark's JVM where the server is. */
    static final String PROPERTY = "bench.upstream";

    private final HttpServer server;

    private LoopbackServer(HttpServer server) {
        this.server = server;
    }

    static LoopbackServer start() throws IOException {
        // Without it this server holds each answer back for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, Player.JSON.length);
            exchange.getResponseBody().write(Player.JSON);
            exchange.close();
        });
        server.start();
        return new LoopbackServer(server);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
