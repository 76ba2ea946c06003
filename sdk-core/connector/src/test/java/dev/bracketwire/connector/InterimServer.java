// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers "1" to everything, after a 103, and with one header more. */
final class InterimServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger requests = new AtomicInteger();
    private final String answer;

    InterimServer(String header) throws IOException {
        this.answer = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nCache-Control: no-store\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + header + "\r\n\r\n1";
        Thread thread = new Thread(this::serve, "interim");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.isEmpty()) {
                        requests.incrementAndGet();
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                        client.getOutputStream().flush();
                    }
                }
            } catch (IOException e) {
                // the client is gone, or this server
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
