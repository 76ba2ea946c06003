// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallThreads;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.store.internal.TaskTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease of a run at a third of its time, and reports once if it is lost. A transaction that was fenced keeps the
 * lease by itself, and on PostgreSQL a renewal would wait for it, so there is none meanwhile.
 */
final class LeaseRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);

    private final TaskTable taskTable;
    private final long token;
    private final Duration time;
    private final CallThreads threads;
    private final Runnable onLost;
    private final ReentrantLock renewing = new ReentrantLock();
    private final List<Connection> fenced = new ArrayList<>();
    private Future<?> timer = CompletableFuture.completedFuture(null);
    private volatile long renewedAt;
    private volatile boolean ended;
    private volatile boolean lost;

    /** Prepares to renew a lease that was taken at this count of nanoseconds, or later. */
    LeaseRenewal(TaskTable taskTable, long token, Duration time, CallThreads threads, long takenAt, Runnable onLost) {
        this.taskTable = taskTable;
        this.token = token;
        this.time = time;
        this.threads = threads;
        this.renewedAt = takenAt;
        this.onLost = onLost;
    }

    void start() {
        schedule();
    }

    boolean lost() {
        return lost;
    }

    void fence(Connection connection) throws SQLException {
        if (lost) {
            throw taskTable.lost(token);
        }
        taskTable.fence(connection, token);
        synchronized (fenced) {
            fenced.add(connection);
        }
    }

    /** Renews the lease now if its time is over by the clock of this process, as after a pause of the process. */
    void confirm() {
        if (isOver() && !isFenced()) {
            renew();
        }
    }

    void end() {
        synchronized (fenced) {
            ended = true;
            timer.cancel(false);
        }
    }

    private void schedule() {
        synchronized (fenced) {
            if (!ended && !lost) {
                timer = threads.after(time.dividedBy(3), this::tick);
            }
        }
    }

    private void tick() {
        if (!isFenced()) {
            renew();
        }
        schedule();
    }

    /** Renews the lease, unless another thread does so now: the work may be what that thread waits for. */
    private void renew() {
        if (ended || lost || !renewing.tryLock()) {
            return;
        }
        long before = threads.nanos().getAsLong();
        try {
            taskTable.renew(token, time).within(time.dividedBy(3)).get();
            renewedAt = before;
        } catch (BracketwireException | IllegalStateException e) {
            boolean unreachable = e instanceof StoreException || e instanceof DeadlineException;
            if (isLeaseLost(e) || (unreachable && isOver() && !isFenced())) {
                lose();
            } else {
                LOG.warn("{} is not renewed and tried again: {}", taskTable, TaskTable.shown(e));
            }
        } finally {
            renewing.unlock();
        }
    }

    private void lose() {
        synchronized (fenced) {
            if (ended) {
                return; // it was released
            }
            lost = true;
        }
        onLost.run();
    }

    static boolean isLeaseLost(Throwable failure) {
        return failure instanceof StoreException store && store.reason() == Reason.LEASE_LOST;
    }

    private boolean isOver() {
        return threads.nanos().getAsLong() - renewedAt >= time.toNanos();
    }

    private boolean isFenced() {
        synchronized (fenced) {
            fenced.removeIf(LeaseRenewal::isClosed);
            return !fenced.isEmpty();
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
