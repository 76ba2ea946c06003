// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks over HTTP, all that are due together on one thread: to wake one for each, whose caches are cold, costs several
 * times what the question does. There is a thread only while an answer is awaited.
 */
final class HttpRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRounds.class);
    private static final int PART = 512;

    /** For so long those of whom nothing is new wait for the others of their round. */
    private static final long TOGETHER = TimeUnit.MILLISECONDS.toNanos(20);

    private final SupervisorThreads supervisorThreads;
    private final Object lock = new Object();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PART);
    private List<HttpExchange> asked = new ArrayList<>();
    private @Nullable Selector selector;
    private boolean turning;
    private boolean waiting;
    private boolean closed;

    HttpRounds(SupervisorThreads supervisorThreads) {
        this.supervisorThreads = supervisorThreads;
    }

    /** Asks, which takes no time here. The patient are told together if all is well: nothing may hang on it. */
    CompletableFuture<ProbeAnswer> ask(HttpQuestion question, Duration limit, boolean patient) {
        HttpExchange exchange = new HttpExchange(question, limit, patient);
        boolean idle;
        synchronized (lock) {
            asked.add(exchange);
            idle = !turning && !closed;
            turning |= idle;
            wake();
        }
        if (idle) {
            begin();
        }
        return exchange.told();
    }

    private void wake() {
        if (selector != null && waiting) {
            selector.wakeup();
        }
    }

    private void begin() {
        try {
            supervisorThreads.execute(this::turn);
        } catch (RuntimeException | Error e) {
            synchronized (lock) {
                turning = false; // who asks next tries again, for all
            }
            throw e;
        }
    }

    private void turn() {
        List<HttpExchange> open = new ArrayList<>();
        List<HttpExchange> patient = new ArrayList<>();
        for (List<HttpExchange> fresh = next(open); fresh != null; fresh = next(open)) {
            open.addAll(fresh);
            try {
                if (round(fresh, open, patient.isEmpty() ? Long.MAX_VALUE : TOGETHER) == 0) {
                    tellElsewhere(List.copyOf(patient));
                    patient.clear();
                }
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("services could not be asked over HTTP: {}", e.toString());
                open.forEach(exchange -> exchange.fail(e));
            }
            sort(open, patient);
        }
        patient.forEach(HttpExchange::tell);
    }

    /** Takes those out that have ended. */
    private void sort(List<HttpExchange> open, List<HttpExchange> patient) {
        for (Iterator<HttpExchange> each = open.iterator(); each.hasNext(); ) {
            HttpExchange exchange = each.next();
            if (exchange.ended()) {
                each.remove();
                if (exchange.patient()) {
                    patient.add(exchange);
                } else {
                    tellElsewhere(List.of(exchange));
                }
            }
        }
    }

    private void tellElsewhere(List<HttpExchange> some) {
        if (!some.isEmpty()) {
            supervisorThreads.execute(() -> some.forEach(HttpExchange::tell));
        }
    }

    /** What was asked meanwhile. If nobody waits for an answer it is null, and who asks next makes a new thread turn. */
    private @Nullable List<HttpExchange> next(List<HttpExchange> open) {
        synchronized (lock) {
            if (closed) {
                open.forEach(HttpExchange::hangUp);
                release();
            }
            turning = !closed && !(open.isEmpty() && asked.isEmpty());
            if (!turning) {
                return null;
            }
            List<HttpExchange> fresh = asked;
            asked = new ArrayList<>();
            return fresh;
        }
    }

    /** Waits once for whatever comes, and says for how many something came. */
    private int round(List<HttpExchange> fresh, List<HttpExchange> open, long longest) throws IOException {
        Selector current = selector();
        fresh.forEach(exchange -> exchange.begin(current));
        long now = System.nanoTime();
        long wait = longest;
        boolean ended = true;
        for (HttpExchange exchange : open) {
            wait = Math.min(wait, exchange.ended() ? 0 : exchange.left(now));
            ended &= exchange.ended();
        }
        int ready = ended ? 0 : select(current, wait);
        long then = System.nanoTime();
        open.forEach(exchange -> exchange.expire(then));
        if (open.stream().allMatch(HttpExchange::ended)) {
            current.selectNow(); // lets go of the channels that were closed
        }
        return ready;
    }

    private int select(Selector current, long wait) throws IOException {
        synchronized (lock) {
            waiting = wait > 0 && asked.isEmpty() && !closed;
        }
        try {
            return waiting
                    ? current.select(this::goOn, TimeUnit.NANOSECONDS.toMillis(wait) + 1)
                    : current.selectNow(this::goOn);
        } finally {
            synchronized (lock) {
                waiting = false;
            }
        }
    }

    private void goOn(SelectionKey key) {
        ((HttpExchange) key.attachment()).goOn(key, buffer);
    }

    private Selector selector() throws IOException {
        synchronized (lock) {
            if (selector == null) {
                selector = Selector.open();
            }
            return selector;
        }
    }

    /** Ends what is under way; nobody waits for it any more. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (turning) {
                wake();
            } else {
                release();
            }
        }
    }

    private void release() {
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            LOG.debug("a selector was not closed: {}", e.toString());
        }
    }
}
