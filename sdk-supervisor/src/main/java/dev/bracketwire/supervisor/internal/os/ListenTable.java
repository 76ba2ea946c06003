// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private @Nullable Map<Integer, Set<String>> latest;

    ListenTable(Path root, LongSupplier nanos) {
        this.root = root;
        this.nanos = nanos;
    }

    /** The sockets that listen on a port, looked for after this was called. */
    Set<String> now(int port) {
        long ticket = asked.incrementAndGet();
        looking.lock();
        try {
            return table(begun < ticket).getOrDefault(port, Set.of());
        } finally {
            looking.unlock();
        }
    }

    /** The sockets that listen on a port, or did within this time. */
    Set<String> within(Duration time, int port) {
        looking.lock();
        try {
            return table(nanos.getAsLong() - at > time.toNanos()).getOrDefault(port, Set.of());
        } finally {
            looking.unlock();
        }
    }

    private Map<Integer, Set<String>> table(boolean old) {
        Map<Integer, Set<String>> known = latest;
        if (known != null && !old) {
            return known;
        }
        begun = asked.get();
        at = nanos.getAsLong();
        Map<Integer, Set<String>> table = new HashMap<>();
        for (String file : FILES) {
            SocketLines.read(root.resolve(file), buffer, table);
        }
        latest = table;
        return table;
    }
}
