// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.internal.SubscriptionCatalog;
import dev.bracketwire.webhooks.internal.WebhookTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** A node that was paused within its transaction kept the deliveries that it had locked from all other nodes. */
class PausedTransactionTest {
    @Test
    void present_onPostgres_letsTheDatabaseEndATransactionThatIdles() {
        try (Database db = ChaosPlace.postgres().open()) {
            db.migrate(WebhookTables.MIGRATIONS).get();
            SubscriptionCatalog catalog = new SubscriptionCatalog(new WebhookTables(db, null), false);

            String within = db.write(connection -> {
                        catalog.present(connection);
                        return longestPause(connection);
                    })
                    .get();

            assertThat(within).isEqualTo("15s");
            assertThat(db.write(PausedTransactionTest::longestPause).get()).isEqualTo("0");
        }
    }

    private static String longestPause(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
        }
    }
}
