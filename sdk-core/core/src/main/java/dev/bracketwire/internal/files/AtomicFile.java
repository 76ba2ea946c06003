// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes a file that is there whole or not at all: beside its place first, and on the disk before it is moved there.
 *
 * <p>A file that is replaced keeps its mode, owner and group. A symbolic link is followed: the file it leads to is
 * replaced, and the link stays.
 */
public final class AtomicFile implements AutoCloseable {
    /** Ends the names of files that a killed process leaves. */
    public static final String PART = ".part";

    private static final int MOST_LINKS = 40;

    private final Path file;
    private final Path part;
    private final FileOutputStream out;

    private AtomicFile(Path file, FileAttribute<?>[] rightsOfNew) throws IOException {
        this.file = target(file);
        this.part = this.file.resolveSibling("." + this.file.getFileName() + "." + UUID.randomUUID() + PART);
        // What replaces a file may hold what that file hides, so its rights come last.
        FileAttribute<?>[] rights = Files.exists(this.file) ? FilePermissions.ownerOnly(part) : rightsOfNew;
        // A stream of Files closes when its thread is interrupted, and cannot be forced to the disk.
        this.out = new FileOutputStream(created(rights).toFile());
    }

    private Path created(FileAttribute<?>[] rights) throws IOException {
        try {
            return Files.createFile(part, rights);
        } catch (NoSuchFileException e) {
            throw (IOException)
                    new NoSuchFileException(file.toString(), null, "its folder does not exist").initCause(e);
        }
    }

    /** Begins a file. A new one gets the rights that every new file of this process gets. */
    public static AtomicFile beside(Path file) throws IOException {
        return new AtomicFile(file, new FileAttribute<?>[0]);
    }

    /** Begins a file of people or secrets. If it is new, only its owner may read and write it. */
    public static AtomicFile secret(Path file) throws IOException {
        return new AtomicFile(file, FilePermissions.ownerOnly(file));
    }

    /** Replaces the content of a file of people or secrets. If it is new, only its owner may read and write it. */
    public static void replace(Path file, byte[] content) throws IOException {
        try (AtomicFile begun = secret(file)) {
            begun.out.write(content);
            begun.commit();
        }
    }

    /**
     * Follows symbolic links to the file that is meant, which need not exist.
     *
     * @throws IOException if the links lead in a circle, or to something that is no regular file
     */
    public static Path target(Path file) throws IOException {
        Path at = file.toAbsolutePath();
        try {
            // The system looks first: it refuses circles, and links that it does not trust.
            BasicFileAttributes is = Files.readAttributes(at, BasicFileAttributes.class);
            if (!is.isRegularFile()) {
                throw new FileSystemException(
                        at.toString(),
                        null,
                        is.isDirectory() ? "is a folder: name a file in it" : "is no regular file: write to a stream");
            }
        } catch (NoSuchFileException e) {
            // A new file, or a link to one.
        }
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return at;
    }

    /** Returns the stream to write to. */
    public OutputStream out() {
        return out;
    }

    /** Returns the place of the file before it is committed. */
    public Path part() {
        return part;
    }

    /** Puts the file into its place. It is on the disk when this returns. */
    public void commit() throws IOException {
        FilePermissions.copy(file, part);
        out.getFD().sync();
        out.close();
        move(part, file);
        Path folder = Objects.requireNonNull(file.getParent(), "folder");
        if (FilePermissions.known(folder)) {
            sync(folder);
        }
    }

    /** Puts a part into the place of a file, with the mode, owner and group of the file that it replaces. */
    public static void settle(Path part, Path file) throws IOException {
        FilePermissions.copy(file, part);
        move(part, file);
    }

    private static void move(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keeps the name too if the power fails. */
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

    /** Deletes the part unless it was committed. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
