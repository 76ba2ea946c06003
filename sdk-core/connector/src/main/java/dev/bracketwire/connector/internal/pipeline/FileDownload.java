// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.run.Futures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a body into a file, whole or not at all. */
final class FileDownload {
    private static final int CHUNK = 1 << 16;

    private FileDownload() {}

    /**
     * Copies into a new file beside it.
     *
     * @throws IOException if the body broke off
     * @throws UncheckedIOException if the disk failed, which no retry of the request helps
     */
    static Path fetch(Path file, InputStream body) throws IOException {
        Path part = local(() -> {
            Path target = AtomicFile.target(file);
            return Files.createTempFile(target.getParent(), "." + target.getFileName(), AtomicFile.PART);
        });
        try {
            copy(body, part);
            return part;
        } catch (IOException | RuntimeException e) {
            drop(part);
            throw e;
        }
    }

    /** Moves what was fetched into its place. */
    static void place(Path part, Path file) {
        local(() -> {
            AtomicFile.settle(part, AtomicFile.target(file));
            return file;
        });
    }

    /** The size of what was fetched. */
    static long size(Path part) {
        return local(() -> Files.size(part));
    }

    /** Reads what was fetched. */
    static byte[] bytes(Path part) {
        return local(() -> Files.readAllBytes(part));
    }

    /** Deletes what was fetched and is not wanted. */
    static void drop(Path part) {
        local(() -> Files.deleteIfExists(part));
    }

    private static void copy(InputStream body, Path part) throws IOException {
        OutputStream out = local(() -> Files.newOutputStream(part));
        try {
            byte[] chunk = new byte[CHUNK];
            for (int read = body.read(chunk, 0, CHUNK); read >= 0; read = body.read(chunk, 0, CHUNK)) {
                int length = read;
                local(() -> {
                    out.write(chunk, 0, length);
                    return length;
                });
            }
        } catch (IOException | RuntimeException e) {
            Futures.close(out);
            throw e;
        }
        local(() -> {
            out.close();
            return part;
        });
    }

    private static <T> T local(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the file of a download cannot be written: " + e.getMessage(), e);
        }
    }

    private interface Step<T> {
        T run() throws IOException;
    }
}
