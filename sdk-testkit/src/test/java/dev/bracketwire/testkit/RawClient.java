// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket that shows every byte an upstream sends. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(FakeUpstream upstream) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), upstream.uri().getPort()));
    }

    RawClient(Socket socket) {
        this.socket = socket;
    }

    /** Sends one GET on a connection of its own and reads to the end of the stream. */
    static String get(FakeUpstream upstream, String path) throws IOException {
        try (RawClient client = new RawClient(upstream)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .readToEnd();
        }
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    RawClient sendGet(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** Everything up to the end of the stream; fails if that does not come. */
    String readToEnd() throws IOException {
        socket.setSoTimeout(10_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Everything up to this text. */
    String readUntil(String end) throws IOException {
        socket.setSoTimeout(10_000);
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended before " + end + ": " + bytes);
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** True if nothing comes, and no end either, for that long. */
    boolean staysSilent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
