// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Speaks as much HTTP/2 (RFC 9113) as it takes to refuse the first request of a connection by GOAWAY. */
final class GoAwayFrames {
    private static final int PREFACE_LENGTH = 24;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;

    private GoAwayFrames() {}

    /** Reads frames until the client leaves. */
    static void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        in.skipNBytes(PREFACE_LENGTH);
        out.write(frame(SETTINGS, 0, 0));
        while (true) {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                throw new EOFException("the client left");
            }
            in.skipNBytes(ByteBuffer.wrap(head).getInt() >>> 8);
            if (head[3] == SETTINGS && head[4] != ACK) {
                out.write(frame(SETTINGS, ACK, 0));
            } else if (head[3] == HEADERS) {
                out.write(frame(GOAWAY, 0, 8)); // the last stream that was served is 0, and the error code NO_ERROR
            }
        }
    }

    /** Makes a frame of stream 0 with a payload of zeros. */
    private static byte[] frame(int type, int flags, int length) {
        byte[] frame = new byte[9 + length];
        frame[2] = (byte) length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        return frame;
    }
}
