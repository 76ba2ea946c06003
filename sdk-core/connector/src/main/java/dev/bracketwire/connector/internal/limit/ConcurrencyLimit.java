// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Bounds how many attempts are on the wire at once; who waits holds no thread. */
public final class ConcurrencyLimit {
    private static final CompletableFuture<Boolean> TAKEN = CompletableFuture.completedFuture(true);

    private final Executor executor;
    private final ArrayDeque<CompletableFuture<Boolean>> queue = new ArrayDeque<>();
    private int free;

    /** Makes so many slots; those who waited go on by the executor, which must take every task at any time. */
    public ConcurrencyLimit(int count, Executor executor) {
        this.free = count;
        this.executor = executor;
    }

    /** Takes a slot now or later. Cancelling the future gives the place in the queue up. */
    public synchronized CompletableFuture<Boolean> take() {
        if (free > 0) {
            free--;
            return TAKEN;
        }
        CompletableFuture<Boolean> waiter = new CompletableFuture<>();
        queue.add(waiter);
        return waiter;
    }

    /** Gives a slot back, to the one who waits longest. */
    public void give() {
        CompletableFuture<Boolean> waiter = longestWaiting();
        if (waiter != null) {
            // Not on this thread: what follows may give its slot back at once, and so on down the queue and the stack.
            executor.execute(() -> {
                if (!waiter.complete(true)) {
                    give();
                }
            });
        }
    }

    private synchronized @Nullable CompletableFuture<Boolean> longestWaiting() {
        CompletableFuture<Boolean> waiter = queue.poll();
        while (waiter != null && waiter.isDone()) { // cancelled
            waiter = queue.poll();
        }
        if (waiter == null) {
            free++;
        }
        return waiter;
    }

    /** How many could be taken now. */
    public synchronized int free() {
        return free;
    }
}
