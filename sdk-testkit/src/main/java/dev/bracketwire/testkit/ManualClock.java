// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands still until a test moves it: the date, the nanosecond counter and the scheduler of the code under test in one.
 *
 * <p>{@link #advance} runs every task that falls due, in order of due time (then of scheduling), on the calling thread,
 * and shows each task the time it was due at. What a task schedules runs too if it falls due within the same advance.
 * {@link #execute} and {@code submit} run at once on the calling thread; a scheduled task waits for an advance even if
 * its delay is zero. As in the JDK, a periodic task that throws stops, and its future holds what it threw.
 *
 * <p>Several threads may use one clock. Advances exclude each other, so tasks never run side by side. Shutdown is that of
 * {@link java.util.concurrent.ScheduledThreadPoolExecutor}: delayed tasks still run when time reaches them, periodic
 * ones are cancelled.
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T18:00:00Z"));
 * ScheduledFuture<String> reminder = clock.schedule(() -> "check in", 10, TimeUnit.MINUTES);
 * clock.advance(Duration.ofMinutes(10));
 * reminder.isDone(); // true
 * clock.instant();   // 2026-11-21T18:10:00Z
 * }</pre>
 */
public final class ManualClock extends AbstractExecutorService
        implements ScheduledExecutorService, InstantSource, LongSupplier {
    private final Instant start;
    private final ReentrantLock advancing = new ReentrantLock();

    private final Object monitor = new Object();
    private final PriorityQueue<ManualTask<?>> queue = new PriorityQueue<>();
    private long now;
    private long scheduled;
    private int running;
    private boolean shutdown;

    private ManualClock(Instant start) {
        this.start = start;
    }

    /** Creates a clock that shows the first instant of 2026, for tests to which the date means nothing. */
    public static ManualClock create() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Creates a clock that shows this instant; its nanosecond counter starts at zero. */
    public static ManualClock at(Instant start) {
        return new ManualClock(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return start.plusNanos(getAsLong());
    }

    /** Gives the nanoseconds this clock was moved since it was created, in place of {@link System#nanoTime}. */
    @Override
    public long getAsLong() {
        synchronized (monitor) {
            return now;
        }
    }

    /**
     * Moves the clock forward and runs what falls due; {@link Duration#ZERO} runs what is due already.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by is " + by + "; a clock moves forward");
        }
        advancing.lock();
        try {
            long target = Math.addExact(getAsLong(), by.toNanos());
            for (ManualTask<?> task = begin(target); task != null; task = begin(target)) {
                try {
                    task.run();
                } finally {
                    end();
                }
            }
        } finally {
            advancing.unlock();
        }
    }

    /** Moves the clock to the next task and runs all that is due then; false, and no move, if no task waits. */
    public boolean advanceToNext() {
        advancing.lock();
        try {
            Optional<Duration> next = nextDue();
            next.ifPresent(this::advance);
            return next.isPresent();
        } finally {
            advancing.unlock();
        }
    }

    /** Counts the tasks that wait for their time; one that was cancelled, or runs right now, does not count. */
    public int pending() {
        synchronized (monitor) {
            return queue.size();
        }
    }

    /** Tells how far the next task is away; empty if none waits, zero if it is due. */
    public Optional<Duration> nextDue() {
        synchronized (monitor) {
            return Optional.ofNullable(queue.peek()).map(task -> Duration.ofNanos(Math.max(0, task.due() - now)));
        }
    }

    /**
     * Blocks until that many tasks wait for this clock, for a test whose other thread is about to schedule one. Returns
     * at once if they do already.
     *
     * @param realTime how long to wait, by the wall clock
     * @throws AssertionError if the time is over, or the thread is interrupted, before that
     */
    public void awaitPending(int atLeast, Duration realTime) {
        boolean reached;
        try {
            reached = await(() -> queue.size() >= atLeast, realTime.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + atLeast + " pending tasks", e);
        }
        if (!reached) {
            throw new AssertionError(
                    "waited " + realTime + " for " + atLeast + " pending tasks, but there are " + pending());
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Objects.requireNonNull(command, "command");
        return enqueue(new ManualTask<@Nullable Void>(this, command, 0), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return enqueue(new ManualTask<V>(this, Objects.requireNonNull(callable, "callable")), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        long nanos = positive(unit.toNanos(period), "period");
        Objects.requireNonNull(command, "command");
        return enqueue(new ManualTask<@Nullable Void>(this, command, nanos), initialDelay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        long nanos = positive(unit.toNanos(delay), "delay");
        Objects.requireNonNull(command, "command");
        return enqueue(new ManualTask<@Nullable Void>(this, command, -nanos), initialDelay, unit);
    }

    /** Runs the command at once, on the calling thread; what it throws reaches the caller. */
    @Override
    public void execute(Runnable command) {
        Objects.requireNonNull(command, "command");
        synchronized (monitor) {
            refuseIfShutdown();
            running++;
        }
        try {
            command.run();
        } finally {
            end();
        }
    }

    @Override
    public void shutdown() {
        List<ManualTask<?>> periodic;
        synchronized (monitor) {
            shutdown = true;
            periodic = queue.stream().filter(ManualTask::isPeriodic).toList();
            monitor.notifyAll();
        }
        periodic.forEach(task -> task.cancel(false));
    }

    @Override
    public List<Runnable> shutdownNow() {
        synchronized (monitor) {
            shutdown = true;
            List<Runnable> never = new ArrayList<>(queue.size());
            for (ManualTask<?> task = queue.poll(); task != null; task = queue.poll()) {
                never.add(task);
            }
            monitor.notifyAll();
            return never;
        }
    }

    @Override
    public boolean isShutdown() {
        synchronized (monitor) {
            return shutdown;
        }
    }

    @Override
    public boolean isTerminated() {
        synchronized (monitor) {
            return shutdown && queue.isEmpty() && running == 0;
        }
    }

    /** Blocks in real time, as the wall clock counts it, until another thread has brought the clock past every task. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return await(this::isTerminated, unit.toNanos(timeout));
    }

    /** Shows the instant and the number of waiting tasks. */
    @Override
    public String toString() {
        return "ManualClock(" + instant() + ", pending " + pending() + ")";
    }

    /** Puts a periodic task back after a run; called by the task, on the thread that advances. */
    void again(ManualTask<?> task, long period) {
        synchronized (monitor) {
            if (!shutdown) {
                task.due(period > 0 ? task.due() + period : now - period, scheduled++);
                queue.add(task);
                monitor.notifyAll();
                return;
            }
        }
        task.cancel(false);
    }

    void remove(ManualTask<?> task) {
        synchronized (monitor) {
            queue.remove(task);
            monitor.notifyAll();
        }
    }

    private <V> ScheduledFuture<V> enqueue(ManualTask<V> task, long delay, TimeUnit unit) {
        long nanos = Math.max(0, unit.toNanos(delay));
        synchronized (monitor) {
            refuseIfShutdown();
            task.due(now + Math.min(nanos, Long.MAX_VALUE - now), scheduled++);
            queue.add(task);
            monitor.notifyAll();
            return task;
        }
    }

    private @Nullable ManualTask<?> begin(long target) {
        synchronized (monitor) {
            ManualTask<?> next = queue.peek();
            if (next == null || next.due() > target) {
                now = Math.max(now, target);
                return null;
            }
            now = Math.max(now, next.due());
            running++;
            return queue.poll();
        }
    }

    private void end() {
        synchronized (monitor) {
            running--;
            monitor.notifyAll();
        }
    }

    private boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long started = System.nanoTime();
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                long left = nanos - (System.nanoTime() - started);
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(left, 1_000_000));
            }
            return true;
        }
    }

    private void refuseIfShutdown() {
        if (shutdown) {
            throw new RejectedExecutionException("the manual clock is shut down as a scheduler");
        }
    }

    private static long positive(long nanos, String name) {
        if (nanos <= 0) {
            throw new IllegalArgumentException(name + " must be positive");
        }
        return nanos;
    }
}
