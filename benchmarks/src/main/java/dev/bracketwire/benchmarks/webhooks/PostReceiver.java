// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/** Answers each POST with 204 as fast as it can, except on paths that hang or fail. */
final class PostReceiver implements AutoCloseable {
    private static final byte[] DONE = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILED =
            "HTTP/1.1 500 Failed\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> hanging;
    private final Set<String> failing;
    private final BiConsumer<String, String> listener;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Starts it.
     *
     * @param listener receives the path and the {@code webhook-id} of each request
     */
    PostReceiver(Set<String> hanging, Set<String> failing, BiConsumer<String, String> listener) throws IOException {
        this.hanging = hanging;
        this.failing = failing;
        this.listener = listener;
        this.server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        start("receiver", this::accept);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                start("receiver-connection", () -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
                OutputStream out = socket.getOutputStream()) {
            while (true) {
                String request = line(in);
                if (request.isEmpty()) {
                    return;
                }
                Map<String, String> headers = new java.util.HashMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                in.skipNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                String path = request.split(" ")[1];
                listener.accept(path, headers.getOrDefault("webhook-id", ""));
                if (hanging.contains(path)) {
                    closed.await();
                    return;
                }
                out.write(failing.contains(path) ? FAILED : DONE);
            }
        } catch (IOException e) {
            open.remove(socket); // the client went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
