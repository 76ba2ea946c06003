// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what is written, and leaves the stream open. */
public final class CountingOutput extends FilterOutputStream {
    private long written;

    /** Writes to a stream. */
    public CountingOutput(OutputStream out) {
        super(out);
    }

    /** How many bytes were written. */
    public long count() {
        return written;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
        written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        written += length;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
