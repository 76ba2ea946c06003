// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.internal.run.DaemonThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, on a daemon thread of its own unless the host gives a scheduler. */
public final class PeriodicTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final @Nullable ScheduledExecutorService own;
    private final ScheduledFuture<?> ticking;

    /** Does it after each period from now on. What it throws is logged, and changes nothing. */
    public PeriodicTask(String name, Duration period, @Nullable ScheduledExecutorService given, Runnable task) {
        this.own = given == null ? new DaemonThreads("bracketwire-" + name).timer() : null;
        ScheduledExecutorService scheduler = own == null ? Objects.requireNonNull(given) : own;
        this.ticking = scheduler.scheduleWithFixedDelay(
                () -> guarded(name, task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void guarded(String name, Runnable task) {
        try {
            task.run();
        } catch (RejectedExecutionException e) {
            LOG.debug("{} ends", name, e);
        } catch (RuntimeException e) {
            LOG.error("{} failed and is done again later", name, e);
        }
    }

    @Override
    public void close() {
        ticking.cancel(false);
        if (own != null) {
            // A task that runs comes to its end; an interrupt could spoil the file it writes.
            own.shutdown();
        }
    }
}
