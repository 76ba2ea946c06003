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

    private final AnswerScript answerScript;
    private final FakeConnection fakeConnection;

    BodyWriter(AnswerScript answerScript, FakeConnection fakeConnection) {
        this.answerScript = answerScript;
        this.fakeConnection = fakeConnection;
    }

    @Override
    public long getContentLength() {
        return answerScript.bodyContent.length();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        if (answerScript.wireFault == WireFault.DROP_INSIDE_BODY
                || answerScript.wireFault == WireFault.STALL_INSIDE_BODY) {
            long length = answerScript.bodyContent.length();
            long bytes = length < 0 ? BROKEN_BOMB : length / 2;
            // The first chunk's size line comes before its bytes.
            fakeConnection.breakAfter(
                    Math.max(1, answerScript.sendsChunks() && length > 0 ? bytes + 3 : bytes),
                    answerScript.wireFault == WireFault.STALL_INSIDE_BODY);
        }
        Pieces pieces = new Pieces();
        if (answerScript.sendsChunks()) {
            answerScript.bodyContent.writeTo(new Chunks(pieces));
            pieces.write("0\r\n".getBytes(StandardCharsets.US_ASCII)); // the empty line after it is the server's
        } else {
            answerScript.bodyContent.writeTo(pieces);
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
        private final OutputStream out = fakeConnection.getOutputStream();
        private final byte[] piece = new byte[answerScript.pieceBytes];
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
            fakeConnection.endAnswer();
            out.write(piece, 0, filled);
        }

        private void send() throws IOException {
            pauseUnlessFirst();
            out.write(piece, 0, filled);
            filled = 0;
        }

        private void pauseUnlessFirst() throws IOException {
            Duration pause = answerScript.pause;
            if (begun && pause != null && fakeConnection.pauseOrClientGoes(pause)) {
                fakeConnection.drop();
                throw new IOException("the client went before the body was sent");
            }
            begun = true;
        }
    }
}
