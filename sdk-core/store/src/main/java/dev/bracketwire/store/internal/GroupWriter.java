// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.internal.run.DaemonThreads;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to a SQLite database. What waits when it comes by shares a transaction, each write in a
 * savepoint of its own; the results are told when the commit is durable.
 */
final class GroupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int MOST = 64;

    private final ConnectionSource connectionSource;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<DatabaseTask<?>> queue = new ArrayDeque<>();
    private boolean closed;
    private int alone; // so many of those that come first get a transaction of their own

    GroupWriter(ConnectionSource connectionSource, String name) {
        this.connectionSource = connectionSource;
        this.thread = DaemonThreads.start("bracketwire-store-writer-" + name, this::work);
    }

    void add(DatabaseTask<?> databaseTask) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    "a write must not wait for another call to its database: use the connection it was given");
        }
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the database is closed");
            }
            queue.add(databaseTask);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets what waits be written, and ends the thread. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (DatabaseTask<?> first = next(true); first != null; first = next(true)) {
            try {
                group(first);
            } catch (RuntimeException | Error e) {
                LOG.error("the writer goes on after a failure of its own", e);
            }
        }
    }

    private @Nullable DatabaseTask<?> next(boolean wait) {
        lock.lock();
        try {
            while (wait && queue.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private void group(DatabaseTask<?> first) {
        @Nullable GroupCommit groupCommit;
        try {
            groupCommit = GroupCommit.begin(connectionSource, first);
        } catch (SQLException e) {
            first.fail(e, false);
            first.deliver();
            return;
        }
        if (groupCommit == null) {
            return;
        }
        boolean open = groupCommit.run(first);
        int most = alone > 0 ? 1 : MOST;
        alone = Math.max(0, alone - 1);
        for (int size = 1; open && size < most; size++) {
            DatabaseTask<?> databaseTask = next(false);
            if (databaseTask == null) {
                break;
            }
            open = groupCommit.run(databaseTask);
        }
        GroupCommit.Undone undone = groupCommit.end();
        alone += undone.alone() ? undone.tasks().size() : 0;
        again(undone.tasks());
    }

    /** Puts back what was undone together with another, in front. */
    private void again(List<DatabaseTask<?>> undone) {
        lock.lock();
        try {
            for (int i = undone.size() - 1; i >= 0; i--) {
                queue.addFirst(undone.get(i));
            }
        } finally {
            lock.unlock();
        }
    }
}
