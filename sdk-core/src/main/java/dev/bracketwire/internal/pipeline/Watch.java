// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the time of all exchanges of a client with one timer instead of two for each: it wakes when the earliest is due.
 * It also looks at threads that read a socket in {@code get()}, since an interrupt does not wake those. Aborts run on
 * daemon threads of our own, never on an executor of the host.
 */
final class Watch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(5);

    private final Threads threads;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final AtomicLong wakeAt = new AtomicLong(NEVER);
    private volatile boolean closed;

    Watch(Threads threads) {
        this.threads = threads;
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
        if (closed) {
            exchange.abort(Exchange.Abort.CLOSED);
            return;
        }
        wakeBy(exchange.deadline, exchange.startedAt);
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
    }

    /** Hears that an attempt goes on the wire. */
    void attempt(Exchange exchange, long now) {
        wakeBy(exchange.onWire == null ? exchange.attemptDeadline : now + LOOK, now);
    }

    /** Aborts all that are there and all that are yet to come. */
    void close() {
        closed = true;
        exchanges.forEach(exchange -> exchange.abort(Exchange.Abort.CLOSED));
    }

    Set<Exchange> exchanges() {
        return exchanges;
    }

    // An earlier wake is as good: it looks at everything and sets the next.
    private void wakeBy(long due, long now) {
        long planned = wakeAt.get();
        while (planned == NEVER || planned - due > 0) {
            if (wakeAt.compareAndSet(planned, due)) {
                schedule(Math.max(due - now, 0));
                return;
            }
            planned = wakeAt.get();
        }
    }

    private void schedule(long delay) {
        try {
            threads.after(delay, this);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void run() {
        wakeAt.set(NEVER);
        long now = threads.nanos();
        long wait = NEVER;
        for (Exchange exchange : exchanges) {
            wait = Math.min(wait, lookSafely(exchange, now));
        }
        if (wait != NEVER) {
            wakeBy(now + Math.max(wait, SHORTEST), now);
        }
    }

    // One exchange that fails must not keep the others from their deadlines.
    private long lookSafely(Exchange exchange, long now) {
        try {
            return look(exchange, now);
        } catch (RuntimeException e) {
            LOG.warn("{}: a deadline could not be looked at; it is tried again", exchange.engine.config.id(), e);
            return LOOK;
        }
    }

    private long look(Exchange exchange, long now) {
        long left = exchange.deadline - now;
        if (left <= 0) {
            threads.own().execute(() -> exchange.abort(Exchange.Abort.DEADLINE));
            return NEVER;
        }
        long attempt = exchange.attemptDeadline;
        if (attempt != NEVER) {
            if (attempt - now <= 0) {
                threads.own().execute(exchange::expireAttempt);
            }
            left = Math.min(left, attempt - now <= 0 ? LOOK : attempt - now);
        }
        Thread thread = exchange.onWire;
        if (thread != null) {
            if (thread.isInterrupted()) {
                threads.own().execute(exchange.run::interrupt);
            }
            left = Math.min(left, LOOK);
        }
        return left;
    }
}
