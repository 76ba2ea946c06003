// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Takes the SHA-256 of what passes by, and counts it. */
public final class DigestingStreams {
    private final MessageDigest digest;
    private long count;

    /** Begins. */
    public DigestingStreams() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void add(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        count += length;
    }

    /** Writes to a stream. */
    public OutputStream output(OutputStream to) {
        return new FilterOutputStream(to) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                add(bytes, offset, length);
            }
        };
    }

    /** Reads from a stream, and tells after each piece how much it was so far. */
    public InputStream input(InputStream from, LongConsumer watch) {
        return new FilterInputStream(from) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = in.read(bytes, offset, length);
                add(bytes, offset, Math.max(read, 0));
                watch.accept(count);
                return read;
            }
        };
    }

    /** How many bytes passed. */
    public long count() {
        return count;
    }

    /** The digest; nothing can pass after it. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
