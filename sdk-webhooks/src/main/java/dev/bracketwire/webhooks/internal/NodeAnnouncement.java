// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallThreads;
import dev.bracketwire.store.Database;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes the clients that deliver, for one that only publishes: here at once, on other nodes if their database listens. */
public final class NodeAnnouncement {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAnnouncement.class);

    private final Database db;
    private final CallThreads threads;
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** Announces by this database. */
    public NodeAnnouncement(Database db, CallThreads threads) {
        this.db = db;
        this.threads = threads;
    }

    /** Announces new deliveries on another thread; one announcement stands for all that come before it is made. */
    public void announce() {
        if (waiting.compareAndSet(false, true)) {
            threads.execute(this::send);
        }
    }

    private void send() {
        waiting.set(false);
        try {
            db.write(connection -> {
                        db.wake(connection, DeliveryLoop.WAKEUP);
                        return true;
                    })
                    .get();
        } catch (BracketwireException e) {
            LOG.debug("nodes that deliver were not woken, they find the events within a second", e);
        }
    }
}
