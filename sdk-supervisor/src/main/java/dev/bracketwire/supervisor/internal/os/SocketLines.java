// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Reads tables of /proc/net, which may be long, and keeps nothing of them but what listens: see proc_net_tcp.txt. */
final class SocketLines {
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /** What an inode takes of a long, below the port; the kernel counts them with 32. */
    private static final int INODE_BITS = 48;

    private final byte[] bytes;
    private long[] listening = new long[64];
    private int count;

    /** The buffer has to be longer than a line. */
    SocketLines(byte[] buffer) {
        this.bytes = buffer;
    }

    /** The sockets that listen on a port, as a link to one of them reads. */
    Set<String> on(int port) {
        Set<String> sockets = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (listening[i] >>> INODE_BITS == port) {
                sockets.add("socket:[" + (listening[i] & (1L << INODE_BITS) - 1) + "]");
            }
        }
        return sockets;
    }

    /** Adds the sockets of a table that listen. */
    void add(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            int held = 0;
            for (int read = in.read(bytes); read > 0; read = in.read(bytes, held, bytes.length - held)) {
                held = rest(held + read);
            }
            line(0, held);
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
                keep((long) port << INODE_BITS | inode(from, at));
            }
        }
    }

    private void keep(long socket) {
        if (count == listening.length) {
            listening = Arrays.copyOf(listening, 2 * count);
        }
        listening[count] = socket;
        count++;
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

    private long inode(int from, int to) {
        long inode = 0;
        for (int i = from; i < to; i++) {
            inode = inode * 10 + Character.digit(bytes[i], 10);
        }
        return inode;
    }
}
