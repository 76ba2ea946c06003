// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gateway of Discord on a loopback port: it greets, takes one identification, and sends recorded events. */
final class FakeGateway implements AutoCloseable {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final ServerSocket server;
    private final List<String> events;
    private final BlockingQueue<String> identified = new LinkedBlockingQueue<>();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private int sequence;

    private FakeGateway(ServerSocket server, List<String> events) {
        this.server = server;
        this.events = events;
    }

    /** Starts a gateway that sends these events after the identification. */
    static FakeGateway start(List<String> events) throws IOException {
        FakeGateway gateway = new FakeGateway(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), events);
        Thread thread = new Thread(gateway::accept, "fake-gateway");
        thread.setDaemon(true);
        thread.start();
        return gateway;
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    /** Returns the identification that the client sent. */
    String identification() throws InterruptedException {
        return String.valueOf(identified.poll(30, TimeUnit.SECONDS));
    }

    private void accept() {
        try {
            Socket client = server.accept();
            clients.add(client);
            shakeHands(client);
            send("{\"op\":10,\"d\":{\"heartbeat_interval\":41250}}");
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (String frame = read(in); frame != null; frame = read(in)) {
                if (frame.contains("\"op\":2")) {
                    identified.add(frame);
                    for (String event : events) {
                        send(event);
                    }
                } else if (frame.contains("\"op\":1")) {
                    send("{\"op\":11}");
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** Sends an event, which is JSON with {@code t} and {@code d}. */
    synchronized void send(String event) throws IOException {
        String numbered = event.startsWith("{\"t\"")
                ? "{\"op\":0,\"s\":" + ++sequence + "," + event.strip().substring(1)
                : event;
        byte[] bytes = numbered.getBytes(StandardCharsets.UTF_8);
        OutputStream out = clients.get(0).getOutputStream();
        out.write(0x80 | TEXT);
        if (bytes.length < 126) {
            out.write(bytes.length);
        } else {
            out.write(126);
            out.write(bytes.length >> 8);
            out.write(bytes.length);
        }
        out.write(bytes);
        out.flush();
    }

    private static void shakeHands(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) client.getInputStream().read());
        }
        String key = head.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .findFirst()
                .orElseThrow()
                .substring(18)
                .strip();
        client.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String accepted(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return (first & 0x0F) == CLOSE ? null : new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
