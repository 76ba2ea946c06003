// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An executor that can be waited for until nothing runs on it, also behind a caller's back. */
final class Quiet implements Executor, AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int running;

    @Override
    public void execute(Runnable task) {
        count(1);
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                count(-1);
            }
        });
    }

    private synchronized void count(int more) {
        running += more;
        notifyAll();
    }

    synchronized void await() {
        try {
            while (running > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while something was running", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
