// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.internal.run.DaemonThreads;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks at threads that read a socket, since an interrupt does not wake those. It looks by real time, while there are any. */
public final class BlockedThreads {
    private static final long LOOK = 25;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Runs the action once, on a thread of its own, if this thread is interrupted before the registration is closed. */
    public Watched watch(Thread thread, Runnable action) {
        Watched watched = new Watched(this, thread, action);
        all.add(watched);
        lookLater();
        return watched;
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(LOOK, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::look);
        }
    }

    private void look() {
        all.stream()
                .filter(Watched::takeInterrupted)
                .forEach(watched -> DaemonThreads.start("bracketwire-abort", watched.action));
        looking.set(false);
        if (!all.isEmpty()) {
            lookLater();
        }
    }

    /** One thread that is looked at. */
    public static final class Watched implements AutoCloseable {
        private final BlockedThreads owner;
        private final Thread thread;
        private final Runnable action;

        private Watched(BlockedThreads owner, Thread thread, Runnable action) {
            this.owner = owner;
            this.thread = thread;
            this.action = action;
        }

        private boolean takeInterrupted() {
            return thread.isInterrupted() && owner.all.remove(this);
        }

        @Override
        public void close() {
            owner.all.remove(this);
        }
    }
}
