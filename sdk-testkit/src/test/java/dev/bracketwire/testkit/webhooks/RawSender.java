// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Sends webhooks over a socket and shows every byte of the answer. */
final class RawSender implements AutoCloseable {
    private final Socket socket;

    RawSender(FakeReceiver receiver) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), receiver.port()));
    }

    RawSender(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
    }

    /** Posts on a connection of its own, and returns all bytes up to the end of the stream. */
    static String exchange(FakeReceiver receiver, String path) throws IOException {
        try (RawSender sender = new RawSender(receiver)) {
            return sender.post(path, "{}").toEnd();
        }
    }

    RawSender send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    RawSender post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** Returns the bytes of this length. */
    String next(int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Returns the bytes up to the end of the next head. */
    String head() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended inside a head: " + bytes);
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    String toEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads up to the end of the stream, and returns the number of bytes. */
    long count() throws IOException {
        byte[] block = new byte[1 << 16];
        long count = 0;
        for (int read = 0; read >= 0; read = socket.getInputStream().read(block)) {
            count += read;
        }
        return count;
    }

    /** Whether nothing comes, and no end either, for that long. */
    boolean staysSilent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(30_000);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static void eventually(BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - started > 60_000_000_000L) {
                throw new AssertionError("did not come to hold within a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
