// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/**
 * Writes an answer's body past mockwebserver3's buffers, whose throttle sleeps on through a close and whose drops are only
 * made for bodies of known length.
 */
final class BodyWriter implements MockResponseBody {
    private static final int CHUNK = 1024;
    private static final int BROKEN_BOMB = 512;

    private final Script script;
    private final Connection connection;

    BodyWriter(Script script, Connection connection) {
        this.script = script;
        this.connection = connection;
    }

    @Override
    public long getContentLength() {
        return script.content.length();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        if (script.fault == Fault.DROP_INSIDE_BODY || script.fault == Fault.STALL_INSIDE_BODY) {
            long length = script.content.length();
            long bytes = length < 0 ? BROKEN_BOMB : length / 2;
            // The first chunk's size line comes before its bytes.
            connection.breakAfter(
                    Math.max(1, script.sendsChunks() && length > 0 ? bytes + 3 : bytes),
                    script.fault == Fault.STALL_INSIDE_BODY);
        }
        Pieces pieces = new Pieces();
        if (script.sendsChunks()) {
            script.content.writeTo(new Chunks(pieces));
            pieces.write("0\r\n".getBytes(StandardCharsets.US_ASCII)); // the empty line after it is the server's
        } else {
            script.content.writeTo(pieces);
        }
        pieces.finish();
    }

    /** Frames what is written as chunks. */
    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += CHUNK) {
                int size = Math.min(CHUNK, length - done);
                out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, offset + done, size);
                out.write('\r');
                out.write('\n');
            }
        }
    }

    /** Sends pieces of one size with the answer's pause between them, and holds the last one back until the end. */
    private final class Pieces extends OutputStream {
        private final OutputStream out = connection.getOutputStream();
        private final byte[] piece = new byte[script.pieceBytes];
        private int filled;
        private boolean begun;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                if (filled == piece.length) {
                    send();
                }
                int count = Math.min(piece.length - filled, length - done);
                System.arraycopy(bytes, offset + done, piece, filled, count);
                filled += count;
                done += count;
            }
        }

        void finish() throws IOException {
            pauseUnlessFirst();
            connection.endAnswer();
            out.write(piece, 0, filled);
        }

        private void send() throws IOException {
            pauseUnlessFirst();
            out.write(piece, 0, filled);
            filled = 0;
        }

        private void pauseUnlessFirst() throws IOException {
            Duration pause = script.pause;
            if (begun && pause != null && connection.pauseOrClientGoes(pause)) {
                connection.drop();
                throw new IOException("the client went before the body was sent");
            }
            begun = true;
        }
    }
}
