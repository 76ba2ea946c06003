// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import dev.bracketwire.supervisor.StateException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every other supervisor out of a state directory: those of this JVM by a registry, those of other JVMs by a lock
 * of the operating system, which ends with the process that holds it.
 *
 * <p>The registry comes first. On POSIX a process loses a lock as soon as it closes any channel on the file, so a second
 * open in this JVM must be refused before it touches the file. The registry lies in the system properties, as each class
 * loader that loads this class has fields of its own.
 *
 * <p>Removing the directory does not end the exclusion. In this JVM the path is taken. In another JVM on Linux, a new
 * lock file makes this class look for a process that still holds the removed one. The holder itself asks
 * {@link #holds()} before it writes.
 */
final class DirectoryLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

    private static final String REGISTRY = "dev.bracketwire.supervisor.open.";

    /** Channels that must not be closed, because another class of this JVM holds the lock of their file. */
    private static final Set<FileChannel> KEPT_OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final String key;
    private final FileChannel channel;
    private final List<String> claims;

    private DirectoryLock(Path file, String key, FileChannel channel, List<String> claims) {
        this.file = file;
        this.key = key;
        this.channel = channel;
        this.claims = claims;
    }

    /** Takes the directory, or refuses with a {@link StateException}. */
    static DirectoryLock take(Path root) throws IOException {
        Path file = root.toRealPath().resolve("lock");
        List<String> claims = new ArrayList<>();
        try {
            claim(file.toString(), root, claims);
            OwnerOnlyFiles.create(file);
            String key = key(file);
            claim(key, root, claims); // the same directory may be mounted at two paths
            FileChannel channel = lock(file, root);
            try {
                if (!key.equals(key(file))) {
                    throw new StateException(file + " was replaced while it was opened: open it again", null);
                }
                refuseIfRemoved(file, root); // a restored copy of the directory has a lock file that looks used
                return new DirectoryLock(file, key, channel, claims);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            claims.forEach(System.getProperties()::remove);
            throw e;
        }
    }

    private static void claim(String what, Path root, List<String> claims) {
        String name = REGISTRY + what;
        if (System.getProperties().putIfAbsent(name, "true") != null) {
            throw taken(root, "in this JVM");
        }
        claims.add(name);
    }

    /** Names a file, whatever its path; on a file system that names none, by its path. */
    private static String key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? "path of " + file : key.toString();
    }

    private static FileChannel lock(Path file, Path root) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Somebody replaced the system properties. To close the channel would drop the lock of the other.
            KEPT_OPEN.add(channel);
            throw taken(root, "in this JVM");
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw taken(root, "in another process");
    }

    private static StateException taken(Path root, String where) {
        return new StateException(
                "another supervisor runs in " + root + ", " + where
                        + ": close it, or give this one a directory of its own",
                null);
    }

    /** Refuses if a process still holds a lock file that was removed from this place. */
    private static void refuseIfRemoved(Path file, Path root) {
        Optional<String> holder = holder(file + " (deleted)");
        if (holder.isPresent()) {
            throw new StateException(
                    "another supervisor, process " + holder.get() + ", still runs in " + root
                            + ", although its files were removed: end it, or give this one a directory of its own",
                    null);
        }
    }

    private static Optional<String> holder(String link) {
        String self = Long.toString(ProcessHandle.current().pid());
        String[] pids = new File("/proc").list((folder, name) -> Character.isDigit(name.charAt(0)));
        for (String pid : pids == null ? new String[0] : pids) {
            Path folder = Path.of("/proc", pid, "fd");
            String[] descriptors = pid.equals(self) ? null : folder.toFile().list();
            for (String descriptor : descriptors == null ? new String[0] : descriptors) {
                try {
                    if (Files.readSymbolicLink(folder.resolve(descriptor))
                            .toString()
                            .equals(link)) {
                        return Optional.of(pid);
                    }
                } catch (IOException e) {
                    LOG.trace("descriptor {} of process {} was closed meanwhile", descriptor, pid);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the locked file is still in its place. If not, the directory was removed or replaced. */
    boolean holds() {
        try {
            return key(file).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets the next supervisor in. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("the lock {} was not closed: {}", file, e.toString());
        } finally {
            claims.forEach(System.getProperties()::remove);
        }
    }
}
