// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.keys.Sealer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Opens what {@link SealedOutput} has sealed. */
public final class SealedInput extends InputStream {
    /** What sealing adds at most to a piece. */
    private static final int ROOM = 1024;

    private final DataInputStream in;
    private final Sealer sealer;
    private final String name;
    private byte[] piece = new byte[0];
    private int used;
    private long pieces;
    private boolean last;

    /** Reads from a stream. */
    public SealedInput(InputStream in, Sealer sealer, String name) {
        this.in = new DataInputStream(in);
        this.sealer = sealer;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (used == piece.length) {
            if (last) {
                return -1;
            }
            open();
        }
        int count = Math.min(length, piece.length - used);
        System.arraycopy(piece, used, bytes, offset, count);
        used += count;
        return count;
    }

    private void open() throws IOException {
        last = in.readBoolean();
        int length = in.readInt();
        if (length < 0 || length > SealedOutput.PIECE + ROOM) {
            throw new IOException("a sealed piece of " + length + " bytes");
        }
        byte[] sealed = in.readNBytes(length);
        if (sealed.length < length) {
            throw new EOFException("a sealed piece is cut off");
        }
        piece = sealer.open(sealed, SealedOutput.context(name, pieces++, last));
        used = 0;
    }

    /**
     * Reads up to the last piece, and makes sure that nothing follows it. A reader that knows the end from the content
     * would leave what was cut off or appended there unread.
     */
    public void requireEnd() throws IOException {
        while (!last) {
            open();
        }
        if (in.read() >= 0) {
            throw new IOException("something follows the last sealed piece");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
