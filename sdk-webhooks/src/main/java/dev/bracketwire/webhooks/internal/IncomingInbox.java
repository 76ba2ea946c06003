// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.webhooks.Published;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stores received events. Requests that arrive at the same time share a transaction: each thread adds its event, and the one
 * that gets the lock stores the events of all.
 */
public final class IncomingInbox {
    private static final int BATCH = 256;
    private static final long LONGEST_WAIT = 10;

    private final WebhookTables tables;
    private final EventPublisher publisher;
    private final Redelivery redelivery;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Stores in these tables. */
    public IncomingInbox(WebhookTables tables, EventPublisher publisher, Redelivery redelivery) {
        this.tables = tables;
        this.publisher = publisher;
        this.redelivery = redelivery;
    }

    /** Waits for its turn; its other fields are written and read under the lock. */
    private static final class Entry {
        private final NewMessage message;
        private boolean done;
        private @Nullable RuntimeException failure;

        Entry(NewMessage message) {
            this.message = message;
        }
    }

    /**
     * Stores an event, once for its idempotency key; one that is there and was given up is queued again.
     *
     * @throws StoreException if it was not stored
     */
    public void store(NewMessage message) {
        Entry own = new Entry(message);
        waiting.add(own);
        try {
            if (!lock.tryLock(LONGEST_WAIT, TimeUnit.SECONDS)) {
                waiting.remove(
                        own); // if it was taken already, it is stored, and the sender's repetition is a duplicate
                throw new IllegalStateException("the database did not store an event within " + LONGEST_WAIT + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiting.remove(own);
            throw new IllegalStateException("interrupted before the event was stored", e);
        }
        try {
            while (!own.done) {
                storeSome();
            }
        } finally {
            lock.unlock();
        }
        if (own.failure != null) {
            throw own.failure;
        }
    }

    private void storeSome() {
        List<Entry> batch = new ArrayList<>();
        for (Entry next = waiting.poll(); next != null; next = batch.size() < BATCH ? waiting.poll() : null) {
            batch.add(next);
        }
        try {
            store(batch);
        } catch (RuntimeException e) {
            // One of them may be the cause, so each is tried alone.
            for (Entry entry : batch) {
                storeAlone(entry, batch.size() == 1 ? e : null);
            }
        }
        batch.forEach(entry -> entry.done = true);
    }

    private void storeAlone(Entry entry, @Nullable RuntimeException known) {
        if (known != null) {
            entry.failure = known;
            return;
        }
        try {
            store(List.of(entry));
        } catch (RuntimeException e) {
            entry.failure = e;
        }
    }

    private void store(List<Entry> batch) {
        tables.db()
                .write(connection -> {
                    for (Entry entry : batch) {
                        store(connection, entry.message);
                    }
                    return true;
                })
                .get();
    }

    private void store(Connection connection, NewMessage message) throws SQLException {
        Published published = publisher.publish(connection, message);
        if (published.duplicate()) {
            redelivery.revive(connection, published.id());
        } else if (published.deliveries() == 0) {
            throw new SQLException("nothing takes " + message.type() + ": its subscription was deleted or disabled");
        }
    }
}
