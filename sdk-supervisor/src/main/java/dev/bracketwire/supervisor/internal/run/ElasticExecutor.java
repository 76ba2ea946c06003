// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for what takes a moment, and more as soon as some tasks take longer, so that none waits for those that
 * do. To start fifty services at once on fifty threads is no faster, and each of these leaves memory behind.
 */
final class ElasticExecutor implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticExecutor.class);
    private static final int FEW = 4;
    private static final int LONG_MILLIS = 100;

    private final Executor later;

    /** Of its idle threads it takes the one that worked last, whose caches are warm. */
    private final ExecutorService threads;

    private final Map<Thread, Long> began = new ConcurrentHashMap<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private int working;
    private int most = FEW;
    private boolean watched;

    ElasticExecutor(ThreadFactory factory) {
        this(factory, CompletableFuture.delayedExecutor(LONG_MILLIS, TimeUnit.MILLISECONDS, Runnable::run));
    }

    /** The executor runs what it is given once a task may have taken long. */
    ElasticExecutor(ThreadFactory factory, Executor later) {
        this.later = later;
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (working >= most) {
                watch();
                return;
            }
            working++;
        }
        try {
            begin();
        } catch (RuntimeException | Error e) {
            synchronized (tasks) {
                if (tasks.removeLastOccurrence(task)) {
                    throw e;
                }
            }
        }
    }

    private void begin() {
        try {
            threads.execute(this::work);
        } catch (RuntimeException | Error e) {
            synchronized (tasks) {
                working--;
            }
            throw e;
        }
    }

    private void work() {
        Thread thread = Thread.currentThread();
        for (Runnable task = next(); task != null; task = next()) {
            began.put(thread, System.nanoTime());
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a task of the supervisor failed", e);
            } finally {
                began.remove(thread);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = working > most ? null : tasks.poll();
            if (task == null) {
                working--;
            }
            return task;
        }
    }

    private void watch() {
        if (watched) {
            return;
        }
        try {
            later.execute(this::relieve);
            watched = true;
        } catch (OutOfMemoryError e) {
            // The first wait makes a thread. What was given is done all the same, by those that work.
            LOG.debug("no thread could be made to look after what waits; the next task tries again", e);
        }
    }

    /** Those that wait are most likely of the kind of those that take long: so there are twice as many threads. */
    private void relieve() {
        long now = System.nanoTime();
        long busy = began.values().stream()
                .filter(since -> now - since >= TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS))
                .count();
        int more;
        synchronized (tasks) {
            watched = false;
            most = FEW + 2 * (int) busy;
            more = Math.max(0, Math.min(most - working, tasks.size()));
            working += more;
            if (!tasks.isEmpty()) {
                watch();
            }
        }
        for (int i = 0; i < more; i++) {
            relieveByOne();
        }
    }

    private void relieveByOne() {
        try {
            begin();
        } catch (RuntimeException | Error e) {
            LOG.debug("no thread was made for what waits; it is tried again", e);
        }
    }

    /** What it was given is done; it takes no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
