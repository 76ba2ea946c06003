// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.keys.Sealer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Seals what is written piece by piece. Each piece is sealed for its place and for whether it is the last, so that none can
 * be moved, left out, or taken for the end. The stream below stays open.
 */
public final class SealedOutput extends OutputStream {
    static final int PIECE = 1 << 16;

    private final DataOutputStream out;
    private final Sealer sealer;
    private final String name;
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long pieces;
    private boolean closed;

    /** Writes to a stream. */
    public SealedOutput(OutputStream out, Sealer sealer, String name) {
        this.out = new DataOutputStream(out);
        this.sealer = sealer;
        this.name = name;
    }

    static String context(String name, long piece, boolean last) {
        return name + ", piece " + piece + (last ? ", the last" : "");
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (filled == PIECE) {
                seal(false);
            }
            int part = Math.min(length - written, PIECE - filled);
            System.arraycopy(bytes, offset + written, piece, filled, part);
            filled += part;
            written += part;
        }
    }

    private void seal(boolean last) throws IOException {
        byte[] sealed = sealer.seal(Arrays.copyOf(piece, filled), context(name, pieces++, last));
        out.writeBoolean(last);
        out.writeInt(sealed.length);
        out.write(sealed);
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            seal(true);
            out.flush();
        }
    }
}
