// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time deliver from a SQLite file. The operating system releases the lock when the process ends,
 * however it ends. PostgreSQL needs none.
 */
public final class QueueFileLock implements AutoCloseable {
    /** The files of this process: some systems drop all locks of a process on a file when it closes any channel to it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final @Nullable Path path;
    private final @Nullable FileChannel channel;

    private QueueFileLock(@Nullable Path path, @Nullable FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Returns the lock of a client that does not deliver. */
    public static QueueFileLock none() {
        return new QueueFileLock(null, null);
    }

    /**
     * Takes the lock.
     *
     * @throws StoreException if another client or process has it
     */
    public static QueueFileLock take(Database db) {
        String file = db.engine() == DatabaseEngine.SQLITE ? file(db) : "";
        if (file.isEmpty()) {
            return none();
        }
        Path path = Path.of(file + ".webhooks-lock").toAbsolutePath().normalize();
        if (!HELD.add(path)) {
            throw taken(file, path);
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                channel.close();
                throw taken(file, path);
            }
            return new QueueFileLock(path, channel);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.UNAVAILABLE, "the lock " + path + " cannot be taken: " + e.getMessage(), e);
        } finally {
            if (!locked) {
                HELD.remove(path);
            }
        }
    }

    private static StoreException taken(String file, Path path) {
        return new StoreException(
                StoreException.Reason.UNAVAILABLE,
                "another process or client delivers webhooks from " + file + " already (it holds " + path
                        + "): a SQLite file has one sender; build this client with publishOnly(), or use PostgreSQL for"
                        + " several",
                null);
    }

    private static String file(Database db) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery(
                                    "SELECT file FROM pragma_database_list WHERE name = 'main'")) {
                        String file = row.next() ? row.getString(1) : null;
                        return file == null ? "" : file;
                    }
                })
                .get();
    }

    /** Whether it proves that no other process delivers from this database. */
    public boolean isExclusive() {
        return channel != null;
    }

    @Override
    public void close() {
        if (channel != null && path != null && HELD.remove(path)) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new StoreException(
                        StoreException.Reason.UNAVAILABLE, "the lock of the queue cannot be released", e);
            }
        }
    }
}
