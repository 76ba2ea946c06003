// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that is there whole or not at all: written beside its place, on the disk before it is moved there. */
public final class AtomicFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final FileOutputStream out;

    private AtomicFile(Path file, Path part) throws IOException {
        this.file = file;
        this.part = part;
        // A stream of Files closes when its thread is interrupted, and cannot be forced to the disk.
        this.out = new FileOutputStream(Files.createFile(part).toFile());
    }

    /** Begins a file. */
    public static AtomicFile beside(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling("." + whole.getFileName() + "." + UUID.randomUUID() + ".part");
        return new AtomicFile(whole, part);
    }

    /** Where to write. */
    public OutputStream out() {
        return out;
    }

    /** Puts it into its place. */
    public void commit() throws IOException {
        out.getFD().sync();
        out.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind but what was committed. */
    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
