// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that works when its run is cancelled or its time is over, as rows may be waited for anywhere. The
 * interrupt does not outlive the work.
 */
final class DeadlineInterrupt implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private final Call.Registration cancelling;
    private boolean rang;
    private boolean late;
    private boolean closed;

    /** Is set for the calling thread. */
    DeadlineInterrupt(Call.Context context) {
        cancelling = context.onCancel(() -> ring(false));
        context.remaining().ifPresent(this::ringAfter);
    }

    private void ringAfter(Duration left) {
        timer.orTimeout(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS).whenComplete((nothing, over) -> {
            if (over != null) {
                ring(true);
            }
        });
    }

    private synchronized void ring(boolean deadline) {
        if (!closed && !rang) {
            rang = true;
            late = deadline;
            worker.interrupt();
        }
    }

    /** Whether the run ended before the work. */
    synchronized boolean rang() {
        return rang;
    }

    /** Whether it was the deadline that ended it. */
    synchronized boolean late() {
        return late;
    }

    @Override
    @SuppressWarnings("Interruption") // the interrupt was ours
    public void close() {
        cancelling.close();
        timer.complete(null);
        synchronized (this) {
            closed = true;
            if (rang) {
                Thread.interrupted();
            }
        }
    }
}
