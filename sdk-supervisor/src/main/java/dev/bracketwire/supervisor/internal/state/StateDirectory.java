// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.internal.os.HeldFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which a supervisor keeps what the next one needs: {@code lock}, {@code id}, {@code services/},
 * {@code logs/}, {@code pipes/} and {@code held/}, for its user only. The lock is the truth, the files are data.
 */
public final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");

    /** No file that is read back comes near it. */
    private static final long LARGEST = 1 << 20;

    private final Path root;
    private final DirectoryLock lock;
    private final String id;
    // Whose records they are is known without reading them: nobody else writes here.
    private final Map<String, String> marks = new ConcurrentHashMap<>();

    private StateDirectory(Path root, DirectoryLock lock, String id) {
        this.root = root;
        this.lock = lock;
        this.id = id;
    }

    /** Takes the folder for this supervisor alone. */
    public static StateDirectory open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            OwnerOnlyFiles.directory(root);
            OwnerOnlyFiles.directory(root.resolve("services"));
            OwnerOnlyFiles.directory(root.resolve("logs"));
            OwnerOnlyFiles.directory(root.resolve("pipes"));
            OwnerOnlyFiles.directory(root.resolve("held"));
            DirectoryLock lock = DirectoryLock.take(root);
            try {
                return new StateDirectory(root, lock, id(root));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StateException("state directory " + root + " cannot be used: " + e, e);
        }
    }

    private static String id(Path root) throws IOException {
        Path path = root.resolve("id");
        OwnerOnlyFiles.file(path);
        if (Files.exists(path)) {
            String known = new String(bytes(path), StandardCharsets.ISO_8859_1).strip();
            if (ID.matcher(known).matches()) {
                return known;
            }
            setAside(path, "it is not an id of twelve hexadecimal digits");
        }
        String id = idOfRecords(root)
                .orElse(UUID.randomUUID().toString().replace("-", "").substring(0, 12));
        write(path, id.getBytes(StandardCharsets.US_ASCII));
        return id;
    }

    /** Finds the lost id in the records, if all that are whole have the same. */
    private static Optional<String> idOfRecords(Path root) throws IOException {
        Set<String> ids = new HashSet<>();
        try (Stream<Path> files = Files.list(root.resolve("services"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                try {
                    OwnerOnlyFiles.file(file);
                    ids.add(RecordCodec.read(bytes(file)).mark().substring(0, 12));
                } catch (IOException | StateException e) {
                    LOG.debug("the record {} names no id: {}", file, e.toString());
                }
            }
        }
        return ids.size() == 1 ? ids.stream().findFirst() : Optional.empty();
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than " + LARGEST + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** Renames a file that cannot be used, and keeps it for a person to look at. */
    private static void setAside(Path file, String problem) throws IOException {
        String name = file.getFileName().toString();
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        Path aside = file.resolveSibling(stem + ".unreadable");
        for (int number = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); number++) {
            aside = file.resolveSibling(stem + "." + number + ".unreadable");
        }
        LOG.warn(
                "{} is set aside as {}: {}. No process is signalled because of it; one that it described may still run",
                file,
                aside.getFileName(),
                problem);
        Files.move(file, aside);
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
            OwnerOnlyFiles.create(path);
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
        if (!lock.holds()) {
            throw new StateException(
                    "state directory " + root + " was removed or replaced while its supervisor runs: nothing more is"
                            + " started; close the supervisor and open it again",
                    null);
        }
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
            if (marks.remove(service, mark) && lock.holds()) {
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
                } else if (name.endsWith(".tmp") && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new StateException("the records in " + root + " cannot be read: " + e, e);
        }
        return records;
    }

    private void read(Path file, String service, List<ServiceRecord> records) throws IOException {
        try {
            OwnerOnlyFiles.file(file);
            ServiceRecord record = RecordCodec.read(bytes(file));
            if (!record.mark().startsWith(id + "/" + service + "/")) {
                throw new IOException("it is the record of another service, or of another state directory");
            }
            // A log that a record names is never opened by that name: the supervisor rotates it.
            records.add(record.log(log(service).toString()));
            marks.put(service, record.mark());
        } catch (IOException | StateException e) {
            setAside(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private Path path(String service) {
        return root.resolve("services").resolve(service + ".json");
    }

    /** The file of what the guard of bound services reads when this process has ended. */
    public Path guardNotes() {
        return root.resolve("guard");
    }

    /** Replaces that file. */
    public void guardNotes(String text) throws IOException {
        write(guardNotes(), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces a file as a whole. It is not forced to the disk: what kills a process leaves the kernel's pages, and after
     * what kills the kernel no record of that boot means anything.
     */
    private static void write(Path path, byte[] bytes) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(draft, OwnerOnlyFiles.CREATE_NEW, OwnerOnlyFiles.ownerOnlyFile(draft))) {
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
        lock.close();
    }
}
