// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the line of a {@code stat} file where it lies: a count reads one of each process there is. The name stands in
 * parentheses and may hold blanks, line ends and parentheses, so the fields after it are counted from the last closing
 * one.
 */
final class StatLine {
    /** Of the fields after the name: state, parent, group, session, and after many others the start. */
    private static final int START = 19;

    private final byte[] bytes;
    private final int end;
    private int at;

    private StatLine(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    static Optional<ProcessRow> parse(byte[] bytes, int length) {
        try {
            return Optional.ofNullable(new StatLine(bytes, length).row());
        } catch (NumberFormatException e) {
            return Optional.empty(); // a table that is not Linux's
        }
    }

    private @Nullable ProcessRow row() {
        int open = find((byte) '(', 0, 1);
        int close = find((byte) ')', end - 1, -1);
        if (open < 0 || close < open) {
            return null;
        }
        long pid = number();
        at = close + 1;
        skipBlanks();
        char state = at < end ? (char) bytes[at] : ' ';
        skipField();
        long parent = number();
        long group = number();
        long session = number();
        for (int field = 4; field < START; field++) {
            skipField();
        }
        ProcessId id = new ProcessId(pid, number());
        String name = new String(bytes, open + 1, close - open - 1, StandardCharsets.UTF_8);
        return new ProcessRow(id, parent, group, session, state, name);
    }

    private int find(byte wanted, int from, int step) {
        for (int i = from; i >= 0 && i < end; i += step) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private void skipBlanks() {
        while (at < end && bytes[at] == ' ') {
            at++;
        }
    }

    private void skipField() {
        skipBlanks();
        while (at < end && bytes[at] != ' ') {
            at++;
        }
    }

    private long number() {
        skipBlanks();
        boolean negative = at < end && bytes[at] == '-';
        at += negative ? 1 : 0;
        int first = at;
        long value = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        if (at == first) {
            throw new NumberFormatException("no number at " + at);
        }
        return negative ? -value : value;
    }
}
