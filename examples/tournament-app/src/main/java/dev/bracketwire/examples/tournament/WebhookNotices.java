// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.SubscriptionAlert;
import dev.bracketwire.webhooks.WebhooksListener;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies open pages of deliveries: one event a second at most, however many attempts there are. */
final class WebhookNotices implements WebhooksListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookNotices.class);

    private final Database db;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "webhook-notices");
        thread.setDaemon(true);
        return thread;
    });

    WebhookNotices(Database db) {
        this.db = db;
        var unused = timer.scheduleWithFixedDelay(this::announce, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void attempted(DeliveryAttempt attempt) {
        changed.set(true);
    }

    @Override
    public void alerted(SubscriptionAlert alert) {
        log.warn("webhook {} {}: {}", alert.subscriptionId(), alert.kind(), alert.text());
        changed.set(true);
    }

    private void announce() {
        if (!changed.getAndSet(false)) {
            return;
        }
        try {
            db.write(connection -> {
                        StateTransaction state =
                                new StateTransaction(new SqlSession(db, connection), Instant.now(), "webhooks", null);
                        state.topic("webhooks:");
                        state.announce();
                        return true;
                    })
                    .get();
        } catch (RuntimeException e) {
            changed.set(true); // the next turn tries again
            log.debug("open pages do not know of the last deliveries yet", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
