// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections to a port of the loopback interface, and answers none. */
final class CanaryServer implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    private CanaryServer(ServerSocket server) {
        this.server = server;
        Thread thread = new Thread(this::accept, "canary");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts one on this port, 0 for a free one. */
    static CanaryServer start(int port) {
        try {
            return new CanaryServer(new ServerSocket(port, 200, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException("no canary on port " + port, e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                socket.close();
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException("the canary died", e);
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections there were, also those that wait to be accepted: they are counted before this one. */
    int connections() throws IOException {
        int before = connections.get();
        try (Socket own = new Socket(InetAddress.getLoopbackAddress(), port())) {
            // It is closed by the canary after all that came before it.
            int end = own.getInputStream().read();
            int now = connections.decrementAndGet();
            if (end != -1 || now < before) {
                throw new IllegalStateException("the canary answers");
            }
            return now;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
