// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.CallThreads;
import dev.bracketwire.internal.run.TimeSpans;
import dev.bracketwire.store.TaskRecord.TaskOutcome;
import dev.bracketwire.store.internal.DatabaseCalls;
import dev.bracketwire.store.internal.TaskTable;
import dev.bracketwire.store.internal.TaskTable.ClaimTerms;
import dev.bracketwire.store.internal.TaskTable.TaskClaim;
import dev.bracketwire.store.internal.WakeupWaiters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks on this node whether the task is due, claims it and runs it. Between two looks there is a timer and no thread. An
 * end that could not be stored is kept and stored before the next claim.
 */
final class OfferedTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedTask.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final long CLOSE_SECONDS = 10;

    private final String name;
    private final ClusterTask.TaskWork work;
    private final TaskOptions options;
    private final DatabaseCalls databaseCalls;
    private final TaskTable taskTable;
    private final CallThreads threads;
    private final boolean ownThreads;
    private final WakeupWaiters.Sleeper sleeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private Future<?> timer = CompletableFuture.completedFuture(null);
    private @Nullable TaskRun current;
    private @Nullable RunEnd unstored;
    private boolean busy;
    private boolean again;
    private boolean closed;
    private boolean failing;

    OfferedTask(
            String name,
            ClusterTask.TaskWork work,
            TaskOptions options,
            DatabaseCalls databaseCalls,
            TaskTable taskTable,
            @Nullable CallThreads own) {
        this.name = name;
        this.work = work;
        this.options = options;
        this.databaseCalls = databaseCalls;
        this.taskTable = taskTable;
        this.ownThreads = own != null;
        this.threads = own == null ? databaseCalls.threads() : own;
        this.sleeper = taskTable.sleeper();
        listen();
        wake();
    }

    private void listen() {
        sleeper.await(FOREVER).start().whenComplete((woken, failure) -> {
            if (failure == null && !isClosed()) {
                wake();
                listen();
            }
        });
    }

    private void wake() {
        lock.lock();
        try {
            if (busy || closed) {
                again = true;
                return;
            }
        } finally {
            lock.unlock();
        }
        CallThreads.startThread("task-" + name, this::look);
    }

    /** Claims and runs the task if it is due, and sets the timer for the next look. */
    private void look() {
        lock.lock();
        try {
            if (busy || closed) {
                again = true;
                return;
            }
            busy = true;
            again = false;
            timer.cancel(false);
        } finally {
            lock.unlock();
        }
        long began = threads.nanos().getAsLong();
        Duration wait = RETRY;
        try {
            wait = attempt();
            failing = false;
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            Duration spent = Duration.ofNanos(threads.nanos().getAsLong() - began);
            rest(wait.minus(spent));
        }
    }

    private void failed(RuntimeException failure) {
        if (!failing && !databaseCalls.isClosed()) {
            LOG.warn("{} is looked at again every second: {}", taskTable, TaskTable.shown(failure));
        }
        failing = true;
    }

    private void rest(Duration wait) {
        boolean dispose;
        lock.lock();
        try {
            busy = false;
            idle.signalAll();
            dispose = closed || databaseCalls.isClosed();
            if (!dispose) {
                if (again || wait.isNegative() || wait.isZero()) {
                    CallThreads.startThread("task-" + name, this::look);
                } else {
                    timer = threads.after(wait, this::look);
                }
            }
        } finally {
            lock.unlock();
        }
        if (dispose && ownThreads) {
            threads.close();
        }
    }

    /** Does what is due, and gives the time to the next look, from the begin of this one. */
    private Duration attempt() {
        if (unstored != null) {
            store(unstored);
        }
        long before = threads.nanos().getAsLong();
        TaskClaim claim = taskTable.claim(options.terms(taskTable.owner())).get();
        if (!claim.won()) {
            Duration wait = Duration.ofMillis(claim.delay());
            return wait.compareTo(options.poll()) < 0 ? wait : options.poll();
        }
        run(claim, before);
        return Duration.ZERO;
    }

    private void run(TaskClaim claim, long takenAt) {
        TaskRecord record = new TaskRecord(
                name,
                claim.token(),
                options.terms(taskTable.owner()).node(),
                claim.triggered(),
                Instant.ofEpochMilli(claim.startedAt()),
                null,
                TaskOutcome.RUNNING,
                null);
        TaskRun taskRun = new TaskRun(taskTable, claim, record, options.lease(), threads, takenAt);
        lock.lock();
        try {
            current = taskRun;
            if (closed) {
                taskRun.close();
            }
        } finally {
            lock.unlock();
        }
        tell(listener -> listener.runStarted(record));
        Throwable thrown = taskRun.invoke(work);
        lock.lock();
        try {
            current = null;
        } finally {
            lock.unlock();
        }
        taskRun.over();
        end(claim, taskRun, thrown);
    }

    private void end(TaskClaim claim, TaskRun taskRun, @Nullable Throwable thrown) {
        TaskOutcome outcome = taskRun.lost()
                ? TaskOutcome.LOST
                : thrown == null ? TaskOutcome.DONE : taskRun.closed() ? TaskOutcome.STOPPED : TaskOutcome.FAILED;
        if (thrown instanceof Error) {
            LOG.error("run {} of {} threw an error", claim.token(), taskTable, thrown);
        }
        RunEnd runEnd = new RunEnd(claim, taskRun.record(), outcome, thrown == null ? null : TaskTable.shown(thrown));
        if (outcome == TaskOutcome.LOST) {
            ended(runEnd);
            return;
        }
        unstored = runEnd;
        store(runEnd);
    }

    private void store(RunEnd runEnd) {
        RunEnd stored = runEnd;
        int failures = runEnd.outcome == TaskOutcome.FAILED ? runEnd.claim.failures() + 1 : 0;
        Long wait = runEnd.outcome == TaskOutcome.STOPPED
                ? null
                : failures > 0 ? options.terms("").backOff().after(failures) : options.nextPeriod();
        try {
            taskTable
                    .end(runEnd.claim, runEnd.outcome.name(), runEnd.error, failures, wait)
                    .get();
        } catch (RuntimeException e) {
            if (!LeaseRenewal.isLeaseLost(e)) {
                throw e;
            }
            stored = new RunEnd(runEnd.claim, runEnd.record, TaskOutcome.LOST, TaskTable.shown(e));
        }
        unstored = null;
        ended(stored);
    }

    private void ended(RunEnd runEnd) {
        if (runEnd.outcome == TaskOutcome.FAILED || runEnd.outcome == TaskOutcome.LOST) {
            LOG.warn("run {} of {}: {} {}", runEnd.claim.token(), taskTable, runEnd.outcome, runEnd.error);
        }
        TaskRecord begun = runEnd.record;
        Instant now = threads.dates().instant();
        TaskRecord record = new TaskRecord(
                name,
                begun.number(),
                begun.node(),
                begun.triggered(),
                begun.startedAt(),
                now,
                runEnd.outcome,
                runEnd.error);
        tell(listener -> listener.runEnded(record));
    }

    private void tell(Consumer<TaskListener> event) {
        for (TaskListener listener : options.listeners()) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("a listener of {} failed: {}", taskTable, TaskTable.shown(e));
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts a run that is under way and waits for its end, at most ten seconds. */
    @Override
    public void close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            timer.cancel(false);
            sleeper.close();
            boolean inside = current != null && current.isOnThisThread();
            if (current != null && first) {
                current.close();
            }
            long left = TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
            while (busy && !inside && left > 0) {
                left = idle.awaitNanos(left);
            }
            if (current != null && !inside) {
                LOG.warn("{} was closed and its work goes on: it ignores interrupts", taskTable);
            }
            if (first && !busy && ownThreads) {
                threads.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Describes the end of a run on this node. */
    private record RunEnd(
            TaskClaim claim,
            TaskRecord record,
            TaskOutcome outcome,
            @Nullable String error) {}

    /** Holds the settings of the builder. */
    record TaskOptions(
            Duration period,
            double jitter,
            Duration firstDelay,
            Duration longestDelay,
            Duration lease,
            Duration poll,
            int keepRuns,
            @Nullable String node,
            List<TaskListener> listeners) {

        /** Returns the terms of a claim by this node, or by the other name if it was given none. */
        ClaimTerms terms(String owner) {
            return new ClaimTerms(node == null ? owner : node, lease.toMillis(), keepRuns, this::backOff);
        }

        private long backOff(int failures) {
            double doubled = firstDelay.toMillis() * Math.pow(2, Math.min(failures, 60) - 1.0);
            return (long) Math.min(doubled, (double) longestDelay.toMillis());
        }

        /** Draws the time to the next run. */
        long nextPeriod() {
            return (long) (period.toMillis()
                    * (1 + jitter * (2 * ThreadLocalRandom.current().nextDouble() - 1)));
        }

        Duration longestPeriod() {
            return TimeSpans.capped(Duration.ofMillis((long) (period.toMillis() * (1 + jitter))));
        }
    }
}
