// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.UUID;

/** A file that is there whole or not at all: written beside its place, on the disk before it is moved there. */
public final class AtomicFile implements AutoCloseable {
    /** How the files end that a process which died has left. */
    public static final String PART = ".part";

    private final Path file;
    private final Path part;
    private final FileOutputStream out;

    private AtomicFile(Path file, FileAttribute<?>... rights) throws IOException {
        this.file = file.toAbsolutePath();
        this.part = this.file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + PART);
        // A stream of Files closes when its thread is interrupted, and cannot be forced to the disk.
        this.out = new FileOutputStream(Files.createFile(part, rights).toFile());
    }

    /** Begins a file. */
    public static AtomicFile beside(Path file) throws IOException {
        return new AtomicFile(file);
    }

    /** Puts these bytes in the place of what was there. */
    public static void replace(Path file, byte[] content) throws IOException {
        write(new AtomicFile(file), content);
    }

    /** Puts these bytes in the place of what was there, in a file that nobody else on this machine may read. */
    public static void replaceSecretly(Path file, byte[] content) throws IOException {
        write(new AtomicFile(file, Rights.of(file, "rw-------")), content);
    }

    private static void write(AtomicFile begun, byte[] content) throws IOException {
        try (begun) {
            begun.out.write(content);
            begun.commit();
        }
    }

    /** Where to write. */
    public OutputStream out() {
        return out;
    }

    /** Where it lies until then, for those who look at it before. */
    public Path part() {
        return part;
    }

    /** Puts it into its place; it is on the disk when this returns. */
    public void commit() throws IOException {
        out.getFD().sync();
        out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = Objects.requireNonNull(file.getParent(), "folder");
        if (Rights.known(folder)) {
            sync(folder);
        }
    }

    /** Else the name may be lost with the power, though the content is not. */
    private static void sync(Path folder) throws IOException {
        // A channel closes when its thread is interrupted, and the file is in its place by now.
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Leaves nothing behind but what was committed. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
