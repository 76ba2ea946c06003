// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A window on a stream of bytes that holds whole lines. */
final class LineBlock {
    private static final int BLOCK = 1 << 16;

    private final CappedInput in;
    private final int limit;
    private final ProblemCollector problemCollector;
    private byte[] bytes = new byte[BLOCK];
    private int begin;
    private int whole;
    private int filled;
    private long line = 1;
    private long skipped;
    private boolean ended;
    private boolean checked;

    LineBlock(CappedInput in, int limit, ProblemCollector problemCollector) {
        this.in = in;
        this.limit = limit;
        this.problemCollector = problemCollector;
    }

    byte[] bytes() {
        return bytes;
    }

    int begin() {
        return begin;
    }

    int length() {
        return whole - begin;
    }

    /** The line it begins with. */
    long line() {
        return line;
    }

    /** Whether there are more lines; reads some if there are none left. */
    boolean ready() throws IOException {
        while (begin == whole && (!ended || begin < filled)) {
            System.arraycopy(bytes, begin, bytes, 0, filled - begin);
            filled -= begin;
            begin = 0;
            whole = 0;
            fill();
        }
        return begin < whole;
    }

    private void fill() throws IOException {
        int searched = 0;
        while (whole == 0 && !ended) {
            if (filled == bytes.length) {
                grow();
            }
            in.row();
            int count = in.read(bytes, filled, bytes.length - filled);
            ended = count < 0;
            filled += Math.max(count, 0);
            check();
            whole = ended ? filled : lastLineEnd(searched);
            searched = filled;
        }
    }

    private int lastLineEnd(int from) {
        for (int i = filled; i > from; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }

    private void grow() {
        if (bytes.length >= limit) {
            problemCollector.begin(problemCollector.row() + 1, line);
            throw problemCollector.damaged(
                    0,
                    "the line takes more than " + limit + " bytes; if that is right, raise the format's limit",
                    null);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(bytes.length * 2L, limit));
    }

    private void check() {
        if (checked || (filled < 2 && !ended)) {
            return;
        }
        checked = true;
        boolean marked = filled >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF && bytes[0] < 0;
        if (marked || (filled >= 2 && (bytes[0] == 0 || bytes[1] == 0))) {
            problemCollector.begin(1, 1);
            throw problemCollector.damaged(1, "is UTF-16; JSON lines are UTF-8", null);
        }
    }

    /** Goes behind the lines it holds, of which so many ended. */
    void done(long ended) {
        line += ended;
        begin = whole;
    }

    /** Goes behind the first line that has something on it from this place on, and gives what is on it. */
    String skip(int from) {
        int at = begin + from;
        while (at < whole && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        int end = at;
        while (end < whole && bytes[end] != '\n') {
            end++;
        }
        String text = new String(bytes, at, end - at, StandardCharsets.UTF_8);
        int next = Math.min(end + 1, whole);
        skipped = line + lines(begin, at);
        line += lines(begin, next);
        begin = next;
        return text;
    }

    /** The line that was skipped last. */
    long skipped() {
        return skipped;
    }

    private long lines(int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
