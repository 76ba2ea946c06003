// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Keeps a copy of what is read. */
final class CopyingInput extends InputStream {
    private final InputStream in;
    private final int cap;
    private final Supplier<RuntimeException> tooMuch;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
    private volatile boolean ended;

    CopyingInput(InputStream in, int cap, Supplier<RuntimeException> tooMuch) {
        this.in = in;
        this.cap = cap;
        this.tooMuch = tooMuch;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = in.read(into, from, length);
        if (read < 0) {
            ended = true;
            return read;
        }
        if (copy.size() + read > cap) {
            throw tooMuch.get();
        }
        copy.write(into, from, read);
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    byte[] taken() {
        return copy.toByteArray();
    }

    boolean ended() {
        return ended;
    }
}
