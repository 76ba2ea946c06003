// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads requests from a kept connection, byte-exact, with one buffer for what arrives. */
final class RequestReader {
    private static final int LONGEST_HEAD = 1 << 20;
    private static final int LONGEST_BODY = 1 << 28;

    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[8192];
    private int from;
    private int to;

    RequestReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Returns the next head up to its empty line, or null if the client closed before the first byte of one. */
    @Nullable
    String head() throws IOException {
        int searched = from;
        while (true) {
            for (int at = searched; at + 4 <= to; at++) {
                if (buffer[at] == '\r' && buffer[at + 1] == '\n' && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
                    String head = new String(buffer, from, at - from, StandardCharsets.ISO_8859_1);
                    from = at + 4;
                    return head;
                }
            }
            if (to - from > LONGEST_HEAD) {
                throw new MalformedRequest("the head has over " + LONGEST_HEAD + " bytes");
            }
            int kept = Math.max(from, to - 3) - from;
            if (!fill()) {
                if (from == to) {
                    return null;
                }
                throw new IOException("the client closed inside the head");
            }
            searched = from + kept;
        }
    }

    byte[] body(int length) throws IOException {
        if (length < 0 || length > LONGEST_BODY) {
            throw new MalformedRequest("the body has " + length + " bytes");
        }
        byte[] body = new byte[length];
        for (int done = 0; done < length; ) {
            if (from == to && !fill()) {
                throw new IOException("the client closed inside the body");
            }
            int part = Math.min(to - from, length - done);
            System.arraycopy(buffer, from, body, done, part);
            from += part;
            done += part;
        }
        return body;
    }

    byte[] chunkedBody() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            int length;
            try {
                length = Integer.parseInt(size.replaceFirst("[ ;].*", ""), 16);
            } catch (NumberFormatException e) {
                throw new MalformedRequest("a chunk has the size '" + size + "'");
            }
            if (length == 0) {
                break;
            }
            body.writeBytes(body(length));
            line();
        }
        while (!line().isEmpty()) {
            // a trailer, which no webhook needs
        }
        return body.toByteArray();
    }

    /** Waits for bytes at most this long, keeps them for later, and returns false if the client has left. */
    boolean clientStays(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        try {
            return fill();
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = body(1)[0];
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append((char) next);
        }
    }

    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = in.read(buffer, to, buffer.length - to);
        to += Math.max(0, count);
        return count > 0;
    }

    /** Refuses a request that is no HTTP/1.1. */
    static final class MalformedRequest extends IOException {
        private static final long serialVersionUID = 1;

        private final String problem;

        MalformedRequest(String problem) {
            super(problem);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }
}
