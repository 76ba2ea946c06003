// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTables;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.SubscriptionAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Open pages are notified of deliveries, once for many. */
class WebhookNoticesTest {
    private static final DeliveryAttempt ATTEMPT = new DeliveryAttempt(
            1, 1, Instant.EPOCH, Duration.ZERO, true, 200, "", "https://hooks.example.org/", Map.of(), Map.of(), "");

    @Test
    void attempts_many_areOneEventAndAnAlertIsAnother() {
        try (Database db = Database.inMemory();
                WebhookNotices notices = new WebhookNotices(db)) {
            notices.attempted(ATTEMPT); // without its tables the event is kept for the next turn
            db.migrate(StateTables.STEPS).get();
            for (int i = 0; i < 100; i++) {
                notices.attempted(ATTEMPT);
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> !topics(db).isEmpty());
            assertThat(topics(db)).containsOnly("webhooks").hasSizeLessThan(100);
            int before = topics(db).size();

            notices.alerted(new SubscriptionAlert(
                    SubscriptionAlert.Kind.FAILING, "sub_1", null, null, "Four failed.", Instant.EPOCH));

            await().atMost(Duration.ofMinutes(1)).until(() -> topics(db).size() > before);
        }
    }

    private static List<String> topics(Database db) {
        return db.read(connection ->
                        new SqlSession(db, connection).list("SELECT topic FROM ${events}", row -> row.getString(1)))
                .get();
    }
}
