// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients that share a limiter, and their time. It stands still while any thread is inside the limiter, so that each
 * grant has exactly one time, however many threads there are; between that, somebody moves it.
 */
final class ChaosClients implements AutoCloseable {
    private final ManualClock time = ManualClock.create();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<Client> clients = new CopyOnWriteArrayList<>();

    ChaosClients(int count) {
        for (int i = 0; i < count; i++) {
            clients.add(new Client());
        }
    }

    long now() {
        return time.getAsLong();
    }

    Client client(int number) {
        return clients.get(number % clients.size());
    }

    /** Does something while time stands still, beside others that do. */
    <T> T still(Supplier<T> action) {
        lock.readLock().lock();
        try {
            return action.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Does something while nobody is inside the limiter; only here may time move. */
    void alone(Runnable action) {
        lock.writeLock().lock();
        try {
            action.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    void advance(Duration by) {
        time.advance(by);
    }

    /** Does something on a thread of the pool after this time. */
    Future<?> later(Duration delay, Runnable action) {
        return time.schedule(
                () -> {
                    underWay.incrementAndGet();
                    pool.execute(() -> {
                        still(() -> {
                            action.run();
                            return this;
                        });
                        underWay.decrementAndGet();
                    });
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Closes a client and puts another in its place, as an application may while others go on. */
    void replace(int number) {
        Client closed = clients.set(number % clients.size(), new Client());
        closed.close();
    }

    /** What waits for its time. */
    int pending() {
        return time.pending();
    }

    boolean isIdle() {
        return underWay.get() == 0;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Waits by a scheduler that ends with it, and cancels what it asked for when it is closed. */
    final class Client implements Limiter.Clock {
        private final Set<Runnable> cancels = ConcurrentHashMap.newKeySet();
        private volatile boolean closed;

        void asks(CompletableFuture<?> future) {
            Runnable cancel = () -> future.cancel(false);
            cancels.add(cancel);
            future.whenComplete((permit, failure) -> cancels.remove(cancel));
        }

        private void close() {
            cancels.forEach(Runnable::run);
            closed = true;
        }

        @Override
        public long nanos() {
            return time.getAsLong();
        }

        @Override
        public Instant now() {
            return time.instant();
        }

        @Override
        public CompletableFuture<@Nullable Void> after(Duration delay) {
            if (closed) {
                return CompletableFuture.failedFuture(new RejectedExecutionException("the client is closed"));
            }
            CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
            Future<?> timer = later(delay, () -> {
                if (!closed) {
                    done.complete(null);
                }
            });
            done.whenComplete((nothing, failure) -> timer.cancel(false));
            return done;
        }
    }
}
