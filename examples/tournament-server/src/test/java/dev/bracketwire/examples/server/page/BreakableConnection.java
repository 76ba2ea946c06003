// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes bytes on between a browser and the server. While it is held, connections stay open and nothing comes through, as
 * when a cable is pulled.
 */
final class BreakableConnection implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile boolean held;

    BreakableConnection(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    void hold() {
        held = true;
    }

    /** Lets new connections through. Those that were held are gone. */
    void release() throws IOException {
        held = false;
        closeSockets();
    }

    private void accept() throws IOException {
        while (true) {
            Socket browser = listening.accept();
            sockets.add(browser);
            if (held) {
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            start(() -> pass(browser, server));
            start(() -> pass(server, browser));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[16_384];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            if (!held) {
                out.write(bytes, 0, count);
                out.flush();
            }
        }
        to.close();
    }

    private static void start(SocketWork work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The other side has closed the connection, or the test has ended.
                        Thread.currentThread().interrupt();
                    }
                },
                "breakable-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        closeSockets();
    }

    private interface SocketWork {
        void run() throws IOException;
    }
}
