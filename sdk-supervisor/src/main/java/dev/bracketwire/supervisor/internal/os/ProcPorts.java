// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(sockets(lines(root.resolve(table)), port));
        }
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

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of(); // no IPv6 here
        }
    }

    /** The inodes of the sockets that listen on a port, from the lines of a table of /proc/net. */
    public static Set<String> sockets(List<String> lines, int port) {
        Set<String> sockets = new HashSet<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > 9 && fields[3].equals(LISTEN)) {
                String local = fields[1];
                if (Integer.parseInt(local.substring(local.indexOf(':') + 1), 16) == port) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        return sockets;
    }

    private void look(long pid, Set<String> sockets, Set<Long> holders, Set<String> told) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(root.resolve(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (sockets.contains(target)) {
                    holders.add(pid);
                    told.add(target);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
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
