// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, and ends it where one row takes more than the cap, before the parser has filled the memory. */
public final class CappedInput extends FilterInputStream {
    /** What parsers read ahead of the row they are at. */
    private static final long AHEAD = 1 << 16;

    private final long cap;
    private long read;
    private long rowBegan;

    /** Reads a stream. */
    public CappedInput(InputStream in, long cap) {
        super(in);
        this.cap = cap;
    }

    /** Says that a new row begins. */
    void row() {
        rowBegan = read;
    }

    /** How many bytes were read. */
    long count() {
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (read - rowBegan > cap + AHEAD) {
            throw new TooLargeException(cap);
        }
        int count = in.read(buffer, offset, length);
        read += Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        read += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
