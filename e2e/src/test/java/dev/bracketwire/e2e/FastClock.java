// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs faster than the system's clock, and shows the same time in all processes that were given the same beginning. */
final class FastClock extends ScheduledThreadPoolExecutor implements InstantSource, LongSupplier {
    static final Instant START = Instant.parse("2026-08-31T12:00:00Z");
    private static final int FACTOR = 15;

    private final long beganAt;
    private final long origin = System.nanoTime();

    /** Shows {@link #START} at a time of the system's clock. */
    FastClock(long beganAt) {
        super(2, task -> {
            Thread thread = new Thread(task, "fast-clock");
            thread.setDaemon(true);
            return thread;
        });
        this.beganAt = beganAt;
    }

    @Override
    public Instant instant() {
        return START.plusMillis((System.currentTimeMillis() - beganAt) * FACTOR);
    }

    @Override
    public long getAsLong() {
        return (System.nanoTime() - origin) * FACTOR;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return super.schedule(command, unit.toNanos(delay) / FACTOR, TimeUnit.NANOSECONDS);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return super.schedule(callable, unit.toNanos(delay) / FACTOR, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(
                command, unit.toNanos(first) / FACTOR, unit.toNanos(period) / FACTOR, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(
                command, unit.toNanos(first) / FACTOR, unit.toNanos(delay) / FACTOR, TimeUnit.NANOSECONDS);
    }
}
