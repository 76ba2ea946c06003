// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task in the queue of a {@link ManualClock}, which guards its due time with its monitor while it is queued. */
final class ManualTask<V extends @Nullable Object> extends FutureTask<V> implements RunnableScheduledFuture<V> {
    private final ManualClock clock;
    /** Nanoseconds: positive for a fixed rate, negative for a fixed delay, zero for a single run. */
    private final long period;

    private volatile long due;
    private volatile long sequence;

    ManualTask(ManualClock clock, Callable<V> callable) {
        super(callable);
        this.clock = clock;
        this.period = 0;
    }

    @SuppressWarnings("NullAway") // the result of a Runnable is null, and only tasks of Void come here
    ManualTask(ManualClock clock, Runnable command, long period) {
        super(command, null);
        this.clock = clock;
        this.period = period;
    }

    long due() {
        return due;
    }

    void due(long nanos, long order) {
        due = nanos;
        sequence = order;
    }

    @Override
    public void run() {
        if (period == 0) {
            super.run();
        } else if (runAndReset()) {
            clock.again(this, period);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        clock.remove(this);
        return cancelled;
    }

    @Override
    public boolean isPeriodic() {
        return period != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - clock.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        if (other instanceof ManualTask<?> task) {
            int byTime = Long.compare(due, task.due);
            return byTime != 0 ? byTime : Long.compare(sequence, task.sequence);
        }
        return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
}
