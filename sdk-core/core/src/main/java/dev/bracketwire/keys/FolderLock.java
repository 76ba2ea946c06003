// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.internal.files.FilePermissions;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets one at a time change what is in a folder, among all threads and all processes of this machine. */
final class FolderLock {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path file;
    // Whoever gave up waiting would take the lock of the other with it: some systems drop all locks of a process on a
    // file when any channel to it is closed.
    private final ReentrantLock turn = new ReentrantLock(true);

    FolderLock(Path folder) {
        this.file = folder.resolve(".lock");
    }

    /**
     * Does this while no other does such a thing, which is the time of a few writes.
     *
     * @throws IOException if it is not its turn within the limit
     */
    <T extends @Nullable Object> T alone(Duration limit, Supplier<T> work) throws IOException {
        long since = System.nanoTime();
        try {
            if (!turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("another thread holds " + file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new ClosedByInterruptException().initCause(e);
        }
        try {
            return locked(since + limit.toNanos(), work);
        } finally {
            turn.unlock();
        }
    }

    private <T extends @Nullable Object> T locked(long until, Supplier<T> work) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FilePermissions.ownerOnly(file))) {
            while (!taken(channel)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException();
                }
                if (System.nanoTime() - until > 0) {
                    throw new IOException("another process holds " + file);
                }
                LockSupport.parkNanos(LOOK);
            }
            return work.get();
        }
    }

    // A lock belongs to the whole process, so the JDK refuses it where another thread of ours has it.
    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
