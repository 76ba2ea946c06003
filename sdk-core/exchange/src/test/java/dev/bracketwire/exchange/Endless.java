// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** A beginning, and then the same for ever; it fails after half a gigabyte, so that a test ends. */
@NullMarked
final class Endless extends InputStream {
    private static final long MOST = 1L << 29;

    private final byte[] begin;
    private final byte[] again;
    private long at;

    Endless(String begin, char again) {
        this(begin, String.valueOf(again));
    }

    Endless(String begin, String again) {
        this.begin = begin.getBytes(StandardCharsets.UTF_8);
        this.again = again.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
        if (at > MOST) {
            throw new AssertionError("nobody stopped reading");
        }
        long place = at++;
        return place < begin.length ? begin[(int) place] : again[(int) ((place - begin.length) % again.length)];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (at >= begin.length && again.length == 1) {
            Arrays.fill(buffer, offset, offset + length, again[0]);
            at += length - 1;
            read();
            return length;
        }
        for (int i = 0; i < length; i++) {
            buffer[offset + i] = (byte) read();
        }
        return length;
    }
}
