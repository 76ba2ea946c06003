// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Listeners on Linux: sockets from /proc/net, their holders from the descriptors of the processes. */
public final class ProcPorts implements PortTable {
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final Path root;
    private final ListenTable table;

    /** Reads below this folder, {@code /proc} but for tests. */
    public ProcPorts(Path root, LongSupplier nanos) {
        this.root = root;
        this.table = new ListenTable(root, nanos);
    }

    @Override
    public boolean any(int port) {
        return !table.within(MOMENT, port).isEmpty();
    }

    @Override
    public Listeners listeners(int port, Collection<Long> likely) {
        Set<String> sockets = table.now(port);
        if (sockets.isEmpty()) {
            return new Listeners(false, Set.of());
        }
        Set<Long> holders = new TreeSet<>();
        Set<String> told = new HashSet<>();
        likely.forEach(pid -> look(pid, sockets, holders, told));
        // A socket may have several holders; one of ours is enough to know it is not foreign, and the rest forked from
        // it.
        if (!told.containsAll(sockets)) {
            String[] names = root.toFile().list();
            for (String name : names == null ? new String[0] : names) {
                if (Character.isDigit(name.charAt(0))) {
                    look(Long.parseLong(name), sockets, holders, told);
                }
            }
        }
        return new Listeners(true, holders);
    }

    @Override
    public Optional<SocketHolders> hold(int port, Collection<Long> pids) {
        Set<String> sockets = table.within(LATELY, port);
        Map<Path, String> held = new HashMap<>();
        pids.forEach(pid -> look(pid, sockets, held));
        return !sockets.isEmpty() && held.values().containsAll(sockets)
                ? Optional.of(new SocketHolders(held))
                : Optional.empty();
    }

    @Override
    public boolean holds(int port, SocketHolders socketHolders) {
        return socketHolders.still() && socketHolders.descriptors().values().containsAll(table.within(LATELY, port));
    }

    private void look(long pid, Set<String> sockets, Set<Long> holders, Set<String> told) {
        Map<Path, String> held = new HashMap<>();
        look(pid, sockets, held);
        if (!held.isEmpty()) {
            holders.add(pid);
            told.addAll(held.values());
        }
    }

    private void look(long pid, Set<String> sockets, Map<Path, String> held) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(root.resolve(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (sockets.contains(target)) {
                    held.put(descriptor, target);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // it ended, or is another user's
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
