// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.CallException;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.CallThreads;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one table, one batch after the other. Writes that are asked for while a batch is under way travel together
 * in the next one.
 */
final class RowQueue {
    /** The most time since the tab was read that a write goes by. */
    static final Duration RECENT = Duration.ofSeconds(1);

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LEASED_WORK = Duration.ofSeconds(40);
    private static final Duration LEASE_POLL = Duration.ofMillis(200);
    private static final int MOST_ROWS = 10_000;

    private final Spreadsheet spreadsheet;
    private final TabAccess access;
    private final Function<TabImage, GridMap.Finder> finder;
    private final @Nullable Database database;

    private final AtomicLong tickets = new AtomicLong();

    // All guarded by this.
    private final PriorityQueue<Group> waiting = new PriorityQueue<>(Comparator.comparingLong(group -> group.ticket));
    private boolean working;

    /** Makes an empty queue; with a database, only the node that holds its lease writes. */
    RowQueue(
            Spreadsheet spreadsheet,
            TabAccess access,
            Function<TabImage, GridMap.Finder> finder,
            @Nullable Database database) {
        this.spreadsheet = spreadsheet;
        this.access = access;
        this.finder = finder;
        this.database = database;
    }

    /** Returns a place in the order of writes, for one that begins with a read. */
    long ticket() {
        return tickets.incrementAndGet();
    }

    /**
     * Writes rows together; the results are in their order.
     *
     * @param ticket its place among the writes that travel in the same batch
     */
    CompletableFuture<List<Result>> write(List<RowWrite> writes, long ticket, WorkRun run) {
        if (writes.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Group group = new Group(
                writes, ticket, now() + run.remaining().orElse(callTime()).toNanos());
        boolean begins;
        synchronized (this) {
            waiting.add(group);
            begins = !working;
            working = true;
        }
        run.onEnd(failure -> end(group, failure));
        Duration window = access.service.options.window();
        if (begins && window.isZero()) {
            begin();
        } else if (begins) {
            access.service.threads.after(window, this::begin);
        }
        return group.result;
    }

    private void end(Group group, CallException failure) {
        synchronized (this) {
            if (waiting.remove(group)) {
                group.result.completeExceptionally(failure);
                return;
            }
        }
        // It is under way. The batch goes on for the others, so its outcome is not known yet.
        Where where = new Where("google-sheets", "table write", 0, null, 1, true);
        group.result.completeExceptionally(
                failure instanceof DeadlineException late
                        ? new DeadlineException(where, late.stage())
                        : new CancelledException(where, "was cancelled while it was under way"));
    }

    private void begin() {
        List<Group> batch = new ArrayList<>();
        synchronized (this) {
            int rows = 0;
            while (!waiting.isEmpty()
                    && (batch.isEmpty() || rows + waiting.element().writes.size() <= MOST_ROWS)) {
                Group next = waiting.remove();
                rows += next.writes.size();
                batch.add(next);
            }
            if (batch.isEmpty()) {
                working = false;
                return;
            }
        }
        long until = batch.stream().mapToLong(group -> group.deadline).max().orElseThrow();
        List<RowWrite> writes =
                batch.stream().flatMap(group -> group.writes.stream()).toList();
        CompletableFuture<List<Result>> written;
        try {
            written = access.service
                    .threads
                    .call("table write", run -> alone(run, inner -> written(writes, inner)))
                    .within(Duration.ofNanos(Math.max(1, until - now())))
                    .start();
        } catch (RuntimeException e) {
            written = CompletableFuture.failedFuture(e);
        }
        access.service.began(written);
        written.whenComplete((results, failure) -> {
            int next = 0;
            for (Group group : batch) {
                if (failure != null) {
                    group.result.completeExceptionally(cause(failure));
                } else {
                    group.result.complete(results.subList(next, next + group.writes.size()));
                }
                next += group.writes.size();
            }
            begin();
        });
    }

    /** Returns why a batch ended. One that was cancelled, because the client is closed, may have been sent. */
    private static Throwable cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof CancelledException
                ? new CancelledException(
                        new Where("google-sheets", "table write", 0, null, 1, true),
                        "the client was closed while it was under way")
                : cause;
    }

    private List<Result> written(List<RowWrite> writes, WorkRun run) {
        // With a lease, another node may have written just now.
        return new RowWriter(spreadsheet, access, finder, run).write(writes, isShared() ? Duration.ZERO : RECENT);
    }

    /** Whether other nodes write that share the database. */
    boolean isShared() {
        return database != null;
    }

    /** Runs work while no other handle of the tab writes, and no other node that shares the database. */
    <T> T alone(WorkRun run, CallThreads.Work<T> work) throws Exception {
        ReentrantLock lock = access.lock();
        run.waitsFor("other writes of the tab");
        lock.lockInterruptibly();
        try {
            run.waitsFor("the table");
            return database == null ? work.run(run) : leased(run, work);
        } finally {
            lock.unlock();
        }
    }

    private <T> T leased(WorkRun run, CallThreads.Work<T> work) {
        run.waitsFor("the lease of the table");
        Lease lease = lease(run);
        try {
            run.waitsFor("the table");
            return run.get(access.service.threads.call("table write", work).within(LEASED_WORK));
        } finally {
            // If the database is gone, the lease ends by itself.
            lease.release().start();
        }
    }

    private Lease lease(WorkRun run) {
        Database db = Objects.requireNonNull(database, "database");
        // Google takes a title in any case.
        String name = "sheet " + spreadsheet.id().value() + " " + access.title().toLowerCase(Locale.ROOT);
        while (true) {
            Optional<Lease> mine = run.get(db.lease(name, LEASE));
            if (mine.isPresent()) {
                return mine.get();
            }
            CompletableFuture<Void> pause = new CompletableFuture<>();
            access.service.threads.after(LEASE_POLL, () -> pause.complete(null));
            run.await(pause);
        }
    }

    private long now() {
        return access.service.threads.nanos().getAsLong();
    }

    private Duration callTime() {
        return access.service.options.call();
    }

    private static final class Group {
        private final List<RowWrite> writes;
        private final long ticket;
        private final long deadline;
        private final CompletableFuture<List<Result>> result = new CompletableFuture<>();

        Group(List<RowWrite> writes, long ticket, long deadline) {
            this.writes = writes;
            this.ticket = ticket;
            this.deadline = deadline;
        }
    }
}
