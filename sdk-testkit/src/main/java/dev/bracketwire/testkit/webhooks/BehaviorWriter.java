// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Sends one {@link BehaviorScript} on a connection. */
final class BehaviorWriter {
    private static final byte[] FILLER = new byte[1 << 16];
    private static final String LONG_LINE = ": " + "h".repeat(985) + "\r\n";
    private static final byte[] LINE_END = {'\r', '\n'};

    static {
        Arrays.fill(FILLER, (byte) 'x');
    }

    private final BehaviorScript script;
    private final ReceiverConnection connection;
    private final OutputStream out;
    private final boolean trickles;
    private long sent;

    BehaviorWriter(BehaviorScript script, ReceiverConnection connection, OutputStream out) {
        this.script = script;
        this.connection = connection;
        this.out = out;
        this.trickles = !script.trickle.isZero();
    }

    /** Sends everything, and returns whether the connection can be kept. It throws if the client leaves meanwhile. */
    boolean write(String path, boolean keepAlive) throws IOException {
        if (script.held) {
            connection.awaitRelease(script.readsBody);
        }
        connection.pause(script.delay);
        byte[] raw = script.raw;
        if (script.cut == BehaviorScript.CutPoint.BEFORE_HEAD) {
            return false;
        }
        if (raw != null) {
            out.write(raw);
            return false;
        }
        for (int i = 0; i < script.informationalCount; i++) {
            out.write(bytes("HTTP/1.1 " + script.informationalStatus + " Information\r\n\r\n"));
        }
        byte[] head = head(path, keepAlive);
        if (script.cut == BehaviorScript.CutPoint.INSIDE_HEAD) {
            out.write(head, 0, head.length / 2);
            return false;
        }
        if (script.headerFill > 0) {
            out.write(head, 0, head.length - LINE_END.length);
            fillHead();
            finishIf(script.size() == 0);
            out.write(LINE_END);
        } else if (script.filler == 0
                && !script.chunked
                && !trickles
                && script.cut != BehaviorScript.CutPoint.INSIDE_BODY) {
            byte[] whole = Arrays.copyOf(head, head.length + script.body.length);
            System.arraycopy(script.body, 0, whole, head.length, script.body.length);
            connection.finishing();
            out.write(whole);
            return keepAlive && script.keepsConnection();
        } else {
            out.write(head);
        }
        boolean inside = script.cut == BehaviorScript.CutPoint.INSIDE_BODY;
        body(inside ? script.size() / 2 : script.size());
        if (script.chunked && !inside) {
            connection.finishing();
            out.write(bytes("0\r\n\r\n"));
        }
        return keepAlive && script.keepsConnection();
    }

    private byte[] head(String path, boolean keepAlive) {
        StringBuilder head = new StringBuilder(script.http10 ? "HTTP/1.0 " : "HTTP/1.1 ");
        head.append(script.status).append(" Scripted\r\n");
        script.headers.forEach(head::append);
        if (script.redirectsToItself) {
            head.append("Location: ").append(path).append("\r\n");
        }
        boolean bodiless = script.size() == 0 && (script.status == 204 || script.status == 304);
        if (script.chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (!script.ownFraming && !script.http10 && !bodiless) {
            head.append("Content-Length: ").append(script.size()).append("\r\n");
        }
        if (!keepAlive && !script.http10) {
            head.append("Connection: close\r\n");
        }
        return bytes(head.append("\r\n").toString());
    }

    private void fillHead() throws IOException {
        for (long filled = 0, number = 0; filled < script.headerFill; number++) {
            byte[] line = bytes("X-Fill-" + number + LONG_LINE);
            out.write(line);
            connection.pause(script.headerInterval);
            filled += line.length;
        }
    }

    private void body(long limit) throws IOException {
        int own = (int) Math.min(limit, script.body.length);
        part(script.body, own);
        for (long left = limit - own; left > 0; left -= Math.min(left, FILLER.length)) {
            part(FILLER, (int) Math.min(left, FILLER.length));
        }
    }

    private void finishIf(boolean lastBytes) {
        if (lastBytes) {
            connection.finishing();
        }
    }

    private void part(byte[] bytes, int length) throws IOException {
        Duration interval = script.trickle;
        if (!trickles) {
            framed(bytes, 0, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            connection.pause(interval);
            framed(bytes, i, 1);
        }
    }

    private void framed(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return; // a chunk of no bytes would end the body
        }
        if (script.chunked) {
            out.write(bytes(Integer.toHexString(length) + "\r\n"));
        }
        sent += length;
        finishIf(sent == script.size() && !script.chunked);
        out.write(bytes, offset, length);
        if (script.chunked) {
            out.write(LINE_END);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
