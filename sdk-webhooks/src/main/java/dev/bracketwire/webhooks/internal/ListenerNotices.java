// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.CallThreads;
import dev.bracketwire.webhooks.WebhooksListener;
import dev.bracketwire.webhooks.internal.DeliveryResults.Stored;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners in order, on another thread than that of the loop. If they are far behind, the loop waits for them.
 */
final class ListenerNotices {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerNotices.class);
    private static final int MOST = 1000;

    private final List<WebhooksListener> listeners;
    private final CallThreads threads;
    private final Deque<Stored> waiting = new ArrayDeque<>();
    private boolean running;

    ListenerNotices(List<WebhooksListener> listeners, CallThreads threads) {
        this.listeners = listeners;
        this.threads = threads;
    }

    /** Reports stored results to the listeners. */
    void add(Stored stored) {
        if (listeners.isEmpty()) {
            return;
        }
        boolean full;
        synchronized (waiting) {
            waiting.add(stored);
            full = waiting.size() > MOST;
            if (running) {
                if (!full) {
                    return;
                }
            } else {
                running = true;
                full = false;
            }
        }
        if (full) {
            awaitRoom();
        } else {
            threads.execute(this::run);
        }
    }

    private void awaitRoom() {
        synchronized (waiting) {
            try {
                while (waiting.size() > MOST && running) {
                    waiting.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        for (Stored stored = next(); stored != null; stored = next()) {
            tell(stored);
        }
    }

    private @Nullable Stored next() {
        synchronized (waiting) {
            Stored stored = waiting.poll();
            waiting.notifyAll();
            if (stored == null) {
                running = false;
            }
            return stored;
        }
    }

    /** Reports the rest on the calling thread, unless another thread does so. */
    void drain() {
        synchronized (waiting) {
            if (running) {
                return;
            }
            running = true;
        }
        run();
    }

    private void tell(Stored stored) {
        for (WebhooksListener listener : listeners) {
            stored.attempts.forEach(each -> tell(listener, heard -> heard.attempted(each)));
            stored.finished.forEach(each -> tell(listener, heard -> heard.finished(each)));
            stored.alerts.forEach(each -> tell(listener, heard -> heard.alerted(each)));
        }
    }

    private static void tell(WebhooksListener listener, Consumer<WebhooksListener> notice) {
        try {
            notice.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener of webhooks failed", e);
        }
    }
}
