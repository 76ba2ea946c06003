// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Listeners on Linux: sockets from /proc/net, their holders from the descriptors of the processes. */
public final class ProcPorts implements Ports {
    private static final String LISTEN = "0A";

    private final Path root;

    /** Reads below this folder, {@code /proc} but for tests. */
    public ProcPorts(Path root) {
        this.root = root;
    }

    @Override
    public Listeners listeners(int port, Collection<Long> likely) {
        Set<String> sockets = sockets(port);
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
    public Optional<Hold> hold(int port, Collection<Long> pids) {
        Set<String> sockets = sockets(port);
        Map<Path, String> held = new HashMap<>();
        pids.forEach(pid -> look(pid, sockets, held));
        return !sockets.isEmpty() && held.values().containsAll(sockets)
                ? Optional.of(new Hold(held))
                : Optional.empty();
    }

    private Set<String> sockets(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(sockets(table(root.resolve(table)), port));
        }
        return sockets;
    }

    private static String table(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // no IPv6 here
        }
    }

    /** The inodes of the sockets that listen on a port, from a table of /proc/net, which may be long. */
    public static Set<String> sockets(String table, int port) {
        Set<String> sockets = new HashSet<>();
        String local = String.format(Locale.ROOT, ":%04X ", port);
        for (int at = table.indexOf(local); at >= 0; at = table.indexOf(local, at + 1)) {
            int from = table.lastIndexOf('\n', at) + 1;
            int to = table.indexOf('\n', at);
            String[] fields =
                    table.substring(from, to < 0 ? table.length() : to).strip().split("\\s+", -1);
            if (fields.length > 9 && fields[3].equals(LISTEN) && (fields[1] + " ").endsWith(local)) {
                sockets.add("socket:[" + fields[9] + "]");
            }
        }
        return sockets;
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
