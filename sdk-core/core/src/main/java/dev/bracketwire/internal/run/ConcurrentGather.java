// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs many operations with a bound on how many are under way, and gathers their results in order. */
public final class ConcurrentGather<T extends @Nullable Object> {
    private final @Nullable Object[] results;
    private final IntFunction<? extends CompletableFuture<? extends T>> operations;
    private final CallRun callRun;
    private final CompletableFuture<List<T>> whole = new CompletableFuture<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;
    private final AtomicInteger free;
    private final AtomicInteger launching = new AtomicInteger();

    /** Prepares {@code count} operations, of which {@code operations} starts the one of a given index. */
    public ConcurrentGather(
            int count,
            int concurrency,
            IntFunction<? extends CompletableFuture<? extends T>> operations,
            CallRun callRun) {
        this.results = new Object[count];
        this.operations = operations;
        this.callRun = callRun;
        this.left = new AtomicInteger(count);
        this.free = new AtomicInteger(concurrency);
    }

    /** Starts them; the future has all results, or the first failure. */
    public CompletableFuture<List<T>> start() {
        if (results.length == 0) {
            whole.complete(List.of());
        }
        launch();
        return whole;
    }

    // A loop and not a recursion: an operation that is done at once comes back here inside its own start.
    private void launch() {
        if (launching.getAndIncrement() != 0) {
            return;
        }
        do {
            while (free.get() > 0 && next.get() < results.length && !whole.isDone()) {
                free.decrementAndGet();
                int index = next.getAndIncrement();
                operations.apply(index).whenComplete((value, failure) -> done(index, value, failure));
            }
        } while (launching.decrementAndGet() != 0);
    }

    @SuppressWarnings("unchecked") // only values of T were put in
    private void done(int index, @Nullable Object value, @Nullable Throwable failure) {
        if (failure != null) {
            if (whole.completeExceptionally(Futures.cause(failure))) {
                callRun.cancel();
            }
            return;
        }
        results[index] = value;
        free.incrementAndGet();
        if (left.decrementAndGet() == 0) {
            whole.complete((List<T>) Collections.unmodifiableList(new ArrayList<>(Arrays.asList(results))));
        } else {
            launch();
        }
    }
}
