// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP proxy for a client whose hosts cannot be changed: what is meant for Riot's goes to the fake. */
final class Forwarding implements AutoCloseable {
    private static final Pattern RIOT =
            Pattern.compile("GET http://([a-z0-9]+)\\.api\\.riotgames\\.com(/\\S*) (HTTP/1\\.1)");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI fake;

    Forwarding(String base) throws IOException {
        fake = URI.create(base.replace("/{route}", ""));
        begin(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void begin(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        if (!server.isClosed()) {
                            System.err.println("forwarding: " + e);
                        }
                    }
                },
                "forwarding");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            begin(() -> forward(client));
        }
    }

    private void forward(Socket client) throws IOException {
        Socket upstream = new Socket(fake.getHost(), fake.getPort());
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        begin(() -> {
            try (client;
                    upstream) {
                upstream.getInputStream().transferTo(client.getOutputStream());
            }
        });
        InputStream in = new BufferedInputStream(client.getInputStream());
        for (String head = head(in); !head.isEmpty(); head = head(in)) {
            Matcher line = RIOT.matcher(head);
            if (!line.lookingAt()) {
                throw new IOException(
                        "not for Riot: " + head.lines().findFirst().orElse(""));
            }
            upstream.getOutputStream().write(line.replaceFirst("GET /$1$2 $3").getBytes(StandardCharsets.ISO_8859_1));
        }
        // Whereupon the fake ends its side, and the other thread closes both.
        upstream.shutdownOutput();
    }

    /** A request without a body, up to the empty line; empty at the end. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int each = in.read();
            if (each < 0) {
                return "";
            }
            head.append((char) each);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private interface Task {
        void run() throws IOException;
    }
}
