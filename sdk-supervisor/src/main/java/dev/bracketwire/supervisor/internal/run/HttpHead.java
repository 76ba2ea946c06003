// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the status of an HTTP answer as its bytes come; what only announces the answer is passed over. */
final class HttpHead {
    private static final int LONGEST = 64 << 10;
    private static final byte[] BEGIN = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    /** So much of a line tells the status. */
    private final byte[] line = new byte[BEGIN.length + 6];

    private int length;
    private int read;
    private boolean announced;

    /** Describes a connection that was closed before the status line. */
    static IOException cut() {
        return new IOException("the connection was closed before an answer");
    }

    /** The status, 0 as long as it has not come. */
    int read(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (++read > LONGEST) {
                throw new IOException("the answer does not come to its status");
            }
            if (next == '\n') {
                int status = lineEnded();
                if (status != 0) {
                    return status;
                }
                length = 0;
            } else if (next != '\r') {
                if (length < line.length) {
                    line[length] = next;
                }
                length++;
            }
        }
        return 0;
    }

    private int lineEnded() throws IOException {
        if (announced) {
            announced = length > 0;
            return 0;
        }
        int status = status();
        announced = status < 200;
        return announced ? 0 : status;
    }

    /** Of {@code HTTP/1.1 200 OK}, the last word of which may miss. */
    private int status() throws IOException {
        int at = BEGIN.length;
        boolean ends = length == at + 5 || (length > at + 5 && line[at + 5] == ' ');
        boolean known = ends
                && Arrays.equals(line, 0, at, BEGIN, 0, at)
                && isDigit(at, 1)
                && line[at + 1] == ' '
                && isDigit(at + 2, 5)
                && isDigit(at + 3, 9)
                && isDigit(at + 4, 9);
        int status = known ? 100 * (line[at + 2] - '0') + 10 * (line[at + 3] - '0') + line[at + 4] - '0' : 0;
        if (status < 100) {
            throw new IOException("the answer is no HTTP");
        }
        return status;
    }

    private boolean isDigit(int at, int most) {
        return line[at] >= '0' && line[at] <= '0' + most;
    }
}
