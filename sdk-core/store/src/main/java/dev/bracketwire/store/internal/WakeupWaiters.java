// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Keeps the threads and calls that wait for a wakeup, by name. */
public final class WakeupWaiters {
    private final StoreThreads storeThreads;
    private final @Nullable PostgresNotifications postgresNotifications;
    private final Map<String, Set<Sleeper>> sleepers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    WakeupWaiters(StoreThreads storeThreads, @Nullable PostgresNotifications postgresNotifications) {
        this.storeThreads = storeThreads;
        this.postgresNotifications = postgresNotifications;
    }

    /** Registers a waiter for a name. */
    public Sleeper sleeper(String name) {
        Sleeper sleeper = new Sleeper(name);
        sleepers.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet()).add(sleeper);
        if (postgresNotifications != null) {
            postgresNotifications.begin(this);
        }
        return sleeper;
    }

    /** Wakes the waiters of a name in this process. Those of other processes are woken by the database. */
    void wake(String name) {
        sleepers.getOrDefault(name, Set.of()).forEach(Sleeper::wake);
    }

    /** Wakes all waiters, after notifications may have been missed. */
    void wakeAll() {
        sleepers.values().stream().flatMap(Collection::stream).forEach(Sleeper::wake);
    }

    void close() {
        closed = true;
        if (postgresNotifications != null) {
            postgresNotifications.close();
        }
        wakeAll();
    }

    /** Waits for one name, and remembers a wakeup that came between two waits. */
    public final class Sleeper {
        private final String name;
        private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        private boolean woken;

        private Sleeper(String name) {
            this.name = name;
        }

        /** Makes a call that gives true when it is woken, at once if it was since it was last asked; false if the time is over. */
        public Call<Boolean> await(Duration most) {
            return storeThreads.calls().callAsync("wait for " + name, run -> {
                if (closed) {
                    throw new IllegalStateException("the database is closed: nobody wakes " + name);
                }
                CompletableFuture<Boolean> result = new CompletableFuture<>();
                Future<?> timer = storeThreads.calls().after(most, () -> result.complete(false));
                run.onEnd(result::completeExceptionally);
                result.whenComplete((woke, failure) -> {
                    timer.cancel(false);
                    forgetDone();
                });
                begin(result);
                return result;
            });
        }

        private void begin(CompletableFuture<Boolean> result) {
            synchronized (waiting) {
                if (!woken) {
                    waiting.add(result);
                    return;
                }
                woken = false;
            }
            result.complete(true);
        }

        private void forgetDone() {
            synchronized (waiting) {
                waiting.removeIf(CompletableFuture::isDone);
            }
        }

        private void wake() {
            List<CompletableFuture<Boolean>> all;
            synchronized (waiting) {
                waiting.removeIf(CompletableFuture::isDone);
                all = List.copyOf(waiting);
                waiting.clear();
                woken = all.isEmpty();
            }
            all.forEach(result -> storeThreads.deliver(() -> result.complete(true)));
        }

        /** Hears of nothing more, and ends the wait of those who do. */
        public void close() {
            sleepers.computeIfPresent(name, (same, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
            wake();
        }
    }
}
