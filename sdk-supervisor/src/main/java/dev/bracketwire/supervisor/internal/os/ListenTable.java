// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The TCP sockets that listen, from /proc/net. For each look the kernel walks through all sockets there could be, for
 * milliseconds, so who asks while a look is about to begin shares it.
 */
final class ListenTable {
    private static final List<String> FILES = List.of("net/tcp", "net/tcp6");

    private final Path root;
    private final LongSupplier nanos;
    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock looking = new ReentrantLock();
    private final byte[] buffer = new byte[16 << 10];
    private long begun;
    private long at;
    private @Nullable SocketLines latest;

    ListenTable(Path root, LongSupplier nanos) {
        this.root = root;
        this.nanos = nanos;
    }

    /** The sockets that listen on a port, looked for after this was called. */
    Set<String> now(int port) {
        long ticket = asked.incrementAndGet();
        looking.lock();
        try {
            return table(begun < ticket).on(port);
        } finally {
            looking.unlock();
        }
    }

    /** The sockets that listen on a port, or did within this time. */
    Set<String> within(Duration time, int port) {
        looking.lock();
        try {
            return table(nanos.getAsLong() - at > time.toNanos()).on(port);
        } finally {
            looking.unlock();
        }
    }

    private SocketLines table(boolean old) {
        SocketLines known = latest;
        if (known != null && !old) {
            return known;
        }
        begun = asked.get();
        at = nanos.getAsLong();
        SocketLines table = new SocketLines(buffer);
        for (String file : FILES) {
            table.add(root.resolve(file));
        }
        latest = table;
        return table;
    }
}
