// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads a table of /proc/net, which may be long, and keeps nothing of it but what listens: see proc_net_tcp.txt. */
final class SocketLines {
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private final byte[] bytes;
    private final Map<Integer, Set<String>> table;

    private SocketLines(byte[] bytes, Map<Integer, Set<String>> table) {
        this.bytes = bytes;
        this.table = table;
    }

    /** Adds the sockets that listen, by their ports. The buffer has to be longer than a line. */
    static void read(Path file, byte[] buffer, Map<Integer, Set<String>> table) {
        SocketLines lines = new SocketLines(buffer, table);
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            int held = 0;
            for (int read = in.read(buffer); read > 0; read = in.read(buffer, held, buffer.length - held)) {
                held = lines.rest(held + read);
            }
            lines.line(0, held);
        } catch (IOException e) {
            return; // no IPv6 here
        }
    }

    /** Takes the lines that have ended, and moves what follows them to the front. */
    private int rest(int held) {
        int begin = 0;
        for (int i = 0; i < held; i++) {
            if (bytes[i] == '\n') {
                line(begin, i);
                begin = i + 1;
            }
        }
        System.arraycopy(bytes, begin, bytes, 0, held - begin);
        return held - begin;
    }

    private void line(int begin, int end) {
        int port = 0;
        int at = begin;
        for (int field = 0; field <= INODE; field++) {
            while (at < end && bytes[at] == ' ') {
                at++;
            }
            int from = at;
            while (at < end && bytes[at] != ' ') {
                at++;
            }
            if (field == LOCAL) {
                port = port(from, at);
            } else if (field == STATE && !listens(from, at)) {
                return;
            } else if (field == INODE && at > from) {
                String socket = "socket:[" + new String(bytes, from, at - from, StandardCharsets.ISO_8859_1) + "]";
                table.computeIfAbsent(port, absent -> new HashSet<>()).add(socket);
            }
        }
    }

    private boolean listens(int from, int to) {
        return to - from == 2 && bytes[from] == '0' && bytes[from + 1] == 'A';
    }

    private int port(int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            port = bytes[i] == ':' ? 0 : port * 16 + Character.digit(bytes[i], 16);
        }
        return port;
    }
}
