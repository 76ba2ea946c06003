// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** The bytes of a body, either at hand or made while they are sent. */
interface BodyContent {
    BodyContent EMPTY = of(new byte[0]);

    /** The number of bytes, or -1 if it is only known once they are sent. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    static BodyContent of(byte[] bytes) {
        return new BodyContent() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }

    /** A JSON string of that many bytes, quotes included, which compresses about a thousandfold. */
    static BodyContent bomb(long decompressedBytes) {
        return new BodyContent() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                byte[] block = new byte[8192];
                Arrays.fill(block, (byte) 'a');
                GZIPOutputStream gzip = new GZIPOutputStream(out, block.length);
                gzip.write('"');
                for (long left = decompressedBytes - 2; left > 0; left -= block.length) {
                    gzip.write(block, 0, (int) Math.min(left, block.length));
                }
                gzip.write('"');
                gzip.finish();
            }
        };
    }

    default byte[] bytes() {
        return collect(this::writeTo);
    }

    default BodyContent gzip() {
        return of(collect(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                writeTo(gzip);
            }
        }));
    }

    default BodyContent firstHalf() {
        byte[] all = bytes();
        return of(Arrays.copyOf(all, all.length / 2));
    }

    default BodyContent withBom() {
        return of(collect(out -> {
            out.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
            writeTo(out);
        }));
    }

    /** These bytes and spaces after them, at least as many bytes in all as there are now. */
    default BodyContent padTo(long bytes) {
        BodyContent content = this;
        return new BodyContent() {
            @Override
            public long length() {
                return Math.max(bytes, content.length());
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                content.writeTo(out);
                byte[] spaces = new byte[8192];
                Arrays.fill(spaces, (byte) ' ');
                for (long left = bytes - content.length(); left > 0; left -= spaces.length) {
                    out.write(spaces, 0, (int) Math.min(left, spaces.length));
                }
            }
        };
    }

    private static byte[] collect(Source source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            source.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Something that writes bytes. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }
}
