// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.internal.os.HeldFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which a supervisor keeps what the next one needs: {@code lock}, {@code id}, {@code services/},
 * {@code logs/}, {@code pipes/} and {@code held/}, for its user only. The lock is the truth, the files are data.
 */
public final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final Path root;
    private final FileChannel lockFile;
    private final String id;
    // Whose records they are is known without reading them: nobody else writes here.
    private final Map<String, String> marks = new ConcurrentHashMap<>();

    private StateDirectory(Path root, FileChannel lockFile, String id) {
        this.root = root;
        this.lockFile = lockFile;
        this.id = id;
    }

    /** Takes the folder for this supervisor alone. */
    public static StateDirectory open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Safe.directory(root);
            Safe.directory(root.resolve("services"));
            Safe.directory(root.resolve("logs"));
            Safe.directory(root.resolve("pipes"));
            Safe.directory(root.resolve("held"));
            FileChannel lockFile = lock(root);
            try {
                return new StateDirectory(root, lockFile, id(root));
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StateException("state directory " + root + " cannot be used: " + e, e);
        }
    }

    /**
     * The lock holds as long as this channel is open, and the kernel drops it when this JVM ends in any way. No other
     * channel of this JVM may ever open the file: on POSIX, closing that one would drop the lock.
     */
    private static FileChannel lock(Path root) throws IOException {
        Path path = root.resolve("lock");
        Safe.file(path);
        FileChannel channel = FileChannel.open(path, Safe.CREATE, Safe.ownerOnlyFile(path));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // a supervisor in this JVM
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            channel.close();
            throw new StateException(
                    "another supervisor runs in " + root + ": close it, or give this one a directory of its own", null);
        }
        return channel;
    }

    private static String id(Path root) throws IOException {
        Path path = root.resolve("id");
        Safe.file(path);
        String known = Files.exists(path) ? Files.readString(path).strip() : "";
        if (known.matches("[0-9a-f]{12}")) {
            return known;
        }
        String fresh = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        write(path, fresh.getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** The name of this supervisor, the same in all its lives. */
    public String id() {
        return id;
    }

    /** Where a service's output goes. */
    public Path log(String service) {
        return root.resolve("logs").resolve(service + ".log");
    }

    /** Through which a service's output is pumped; not beside the logs, where a search in all files would empty it. */
    public Path pipe(String service) {
        return root.resolve("pipes").resolve(service);
    }

    /** Makes the file that the processes of a run hold open; {@link #forget} removes it. */
    public Path held(String mark) {
        Path path = heldPath(mark);
        try {
            Safe.create(path);
            return path;
        } catch (IOException e) {
            throw new StateException("the file " + path + " cannot be made: " + e, e);
        }
    }

    private Path heldPath(String mark) {
        return root.resolve("held").resolve(HeldFile.name(mark));
    }

    /** Writes a record down; whoever reads it later, reads all of it or the one before. */
    public void save(ServiceRecord record) {
        marks.put(record.service(), record.mark());
        try {
            write(path(record.service()), RecordCodec.write(record));
        } catch (IOException e) {
            throw new StateException(
                    "the record of " + record.service() + " cannot be written in " + root + ": " + e.getMessage(), e);
        }
    }

    /** Removes the record of a service, if it is still that of this run. */
    public void forget(String service, String mark) {
        Path path = path(service);
        try {
            if (marks.remove(service, mark)) {
                Files.deleteIfExists(path);
                Files.deleteIfExists(heldPath(mark));
            }
        } catch (IOException e) {
            LOG.warn("the record of {} stays in {}: {}", service, path, e.toString());
        }
    }

    /** All records that can be read; the others are set aside, for a person to look at. */
    public List<ServiceRecord> records() {
        List<ServiceRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("services"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json")) {
                    read(file, name.substring(0, name.length() - 5), records);
                } else if (name.endsWith(".tmp")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new StateException("the records in " + root + " cannot be read: " + e, e);
        }
        return records;
    }

    private void read(Path file, String service, List<ServiceRecord> records) throws IOException {
        String problem;
        try {
            Safe.file(file);
            ServiceRecord record = RecordCodec.read(Files.readAllBytes(file));
            if (record.service().equals(service)) {
                records.add(record);
                marks.put(service, record.mark());
                return;
            }
            problem = "it is the record of another service";
        } catch (IOException | StateException e) {
            problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        Path aside = file.resolveSibling(service + ".unreadable");
        LOG.warn("record {} is set aside as {}: {}", file, aside.getFileName(), problem);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path path(String service) {
        return root.resolve("services").resolve(service + ".json");
    }

    /**
     * Replaces a file as a whole. It is not forced to the disk: what kills a process leaves the kernel's pages, and after
     * what kills the kernel no record of that boot means anything.
     */
    private static void write(Path path, byte[] bytes) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(draft, Safe.CREATE_NEW, Safe.ownerOnlyFile(draft))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets the next supervisor in. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("the lock of {} was not closed: {}", root, e.toString());
        }
    }
}
