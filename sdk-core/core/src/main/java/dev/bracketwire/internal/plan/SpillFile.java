// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file of byte strings that vanishes with this object, and with the process however it ends: it has no name
 * any more where the system allows that. Not a {@code FileChannel}, which an interrupt would close for every reader.
 */
final class SpillFile {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);
    private static final int BUFFER = 1 << 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomAccessFile file;
    private byte[] unwritten = new byte[BUFFER];
    private int pending;
    private long written;

    SpillFile() {
        try {
            Path path = Files.createTempFile("bracketwire", ".plan");
            file = new RandomAccessFile(path.toFile(), "rw");
            unname(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void unname(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            // Windows keeps the name of an open file.
            LOG.debug("the temporary file {} is deleted when this process ends", path, e);
            path.toFile().deleteOnExit();
        }
    }

    /** Appends a string of bytes. */
    void add(byte[] bytes) {
        lock.lock();
        try {
            int length = Integer.BYTES + bytes.length;
            if (pending + length > unwritten.length) {
                flush();
                unwritten = length > unwritten.length ? new byte[length] : unwritten;
            }
            ByteBuffer.wrap(unwritten, pending, length).putInt(bytes.length).put(bytes);
            pending += length;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private void flush() throws IOException {
        file.seek(written);
        file.write(unwritten, 0, pending);
        written += pending;
        pending = 0;
    }

    /** Reads from the beginning. */
    Reader reader() {
        return new Reader();
    }

    private static UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(
                "the temporary file of a plan failed: look for space in " + System.getProperty("java.io.tmpdir"), e);
    }

    /** Reads one string of bytes after the other; for one thread. */
    final class Reader {
        private long position;
        private byte[] chunk = new byte[0];
        private int used;

        /** The next one; the caller knows that there is one. */
        byte[] next() {
            int length = ByteBuffer.wrap(take(Integer.BYTES)).getInt();
            return take(length);
        }

        private byte[] take(int length) {
            if (chunk.length - used < length) {
                fill(length);
            }
            used += length;
            return Arrays.copyOfRange(chunk, used - length, used);
        }

        private void fill(int atLeast) {
            lock.lock();
            try {
                flush();
                position -= chunk.length - used;
                chunk = new byte[(int) Math.min(Math.max(BUFFER, atLeast), written - position)];
                used = 0;
                file.seek(position);
                file.readFully(chunk);
                position += chunk.length;
            } catch (IOException e) {
                throw failed(e);
            } finally {
                lock.unlock();
            }
        }
    }
}
