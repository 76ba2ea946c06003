// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The latest bytes of a stream, and never more of them than fit. */
final class RingBuffer {
    private final byte[] bytes;
    private int at;
    private boolean full;

    RingBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    void add(ByteBuffer more) {
        if (bytes.length == 0) {
            return;
        }
        if (more.remaining() > bytes.length) {
            more.position(more.limit() - bytes.length);
        }
        while (more.hasRemaining()) {
            int part = Math.min(more.remaining(), bytes.length - at);
            more.get(bytes, at, part);
            at += part;
            if (at == bytes.length) {
                at = 0;
                full = true;
            }
        }
    }

    /** What is kept, from the first whole line on if something was pushed out. */
    String text() {
        if (!full) {
            return new String(bytes, 0, at, StandardCharsets.UTF_8);
        }
        byte[] ordered = new byte[bytes.length];
        System.arraycopy(bytes, at, ordered, 0, bytes.length - at);
        System.arraycopy(bytes, 0, ordered, bytes.length - at, at);
        String text = new String(ordered, StandardCharsets.UTF_8);
        return text.substring(text.indexOf('\n') + 1);
    }
}
