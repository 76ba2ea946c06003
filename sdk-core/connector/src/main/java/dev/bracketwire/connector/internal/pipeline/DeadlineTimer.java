// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

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
final class DeadlineTimer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineTimer.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(5);

    private final ClientThreads clientThreads;
    private final Set<CallState> exchanges = ConcurrentHashMap.newKeySet();
    private final AtomicLong wakeAt = new AtomicLong(NEVER);
    private volatile boolean closed;

    DeadlineTimer(ClientThreads clientThreads) {
        this.clientThreads = clientThreads;
    }

    void add(CallState callState) {
        exchanges.add(callState);
        if (closed) {
            callState.abort(CallState.Abort.CLOSED);
            return;
        }
        wakeBy(callState.deadline, callState.startedAt);
    }

    void remove(CallState callState) {
        exchanges.remove(callState);
    }

    /** Hears that an attempt goes on the wire. */
    void attempt(CallState callState, long now) {
        wakeBy(callState.onWire == null ? callState.attemptDeadline : now + LOOK, now);
    }

    /** Aborts all that are there and all that are yet to come. */
    void close() {
        closed = true;
        exchanges.forEach(callState -> callState.abort(CallState.Abort.CLOSED));
    }

    Set<CallState> exchanges() {
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
            clientThreads.lightly(delay, this);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void run() {
        wakeAt.set(NEVER);
        long now = clientThreads.nanos();
        long wait = NEVER;
        for (CallState callState : exchanges) {
            wait = Math.min(wait, lookSafely(callState, now));
        }
        if (wait != NEVER) {
            wakeBy(now + Math.max(wait, SHORTEST), now);
        }
    }

    // One exchange that fails must not keep the others from their deadlines.
    private long lookSafely(CallState callState, long now) {
        try {
            return look(callState, now);
        } catch (RuntimeException e) {
            LOG.warn("{}: a deadline could not be looked at; it is tried again", callState.pipeline.config.id(), e);
            return LOOK;
        }
    }

    private long look(CallState callState, long now) {
        long left = callState.deadline - now;
        if (left <= 0) {
            clientThreads.own().execute(() -> callState.abort(CallState.Abort.DEADLINE));
            return NEVER;
        }
        long attempt = callState.attemptDeadline;
        if (attempt != NEVER) {
            if (attempt - now <= 0) {
                clientThreads.own().execute(callState::expireAttempt);
            }
            left = Math.min(left, attempt - now <= 0 ? LOOK : attempt - now);
        }
        Thread thread = callState.onWire;
        if (thread != null) {
            if (thread.isInterrupted()) {
                clientThreads.own().execute(callState.callRun::interrupt);
            }
            left = Math.min(left, LOOK);
        }
        return left;
    }
}
