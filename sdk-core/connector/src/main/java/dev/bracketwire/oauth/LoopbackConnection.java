// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection to the loopback port: reads the head of a request, writes one page, and hears the rest out. */
final class LoopbackConnection {
    private static final int LONGEST_HEAD = 65_536;
    private static final String END = "\r\n\r\n";

    final SocketChannel channel;
    final long since;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
    private int ends;
    private boolean answered;

    LoopbackConnection(SocketChannel channel, long since) {
        this.channel = channel;
        this.since = since;
    }

    boolean answered() {
        return answered;
    }

    /** Reads what is there; false at the end. */
    boolean read(byte[] buffer) throws IOException {
        int length = channel.read(ByteBuffer.wrap(buffer));
        for (int i = 0; i < length && !complete() && !tooLong(); i++) {
            head.write(buffer[i]);
            ends = buffer[i] == END.charAt(ends) ? ends + 1 : buffer[i] == '\r' ? 1 : 0;
        }
        return length >= 0;
    }

    /** Whether the head is complete; what comes behind it is not looked at. */
    boolean complete() {
        return ends == END.length();
    }

    boolean tooLong() {
        return head.size() > LONGEST_HEAD;
    }

    String head() {
        return head.toString(ISO_8859_1);
    }

    /** Writes the page. It is far smaller than what a socket takes without waiting. */
    void answer(LoopbackPage page) throws IOException {
        answered = true;
        channel.write(ByteBuffer.wrap(page.answer()));
        // Not closed yet: a close with bytes unread would take the page away from the browser.
        channel.shutdownOutput();
    }
}
