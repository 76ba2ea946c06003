// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.webhookoutbox;

import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.Event;
import dev.bracketwire.webhooks.Published;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * Adds matches to a database and publishes each within the same transaction. It goes on where the run before it ended, and
 * ends when everything is delivered.
 */
final class MatchPublisher {
    static final int EXIT = 9;

    private static final Migrations TABLES = Migrations.named("league")
            .step("V1__matches", "CREATE TABLE ${matches} (id int PRIMARY KEY, players text NOT NULL)");

    private final Database db;
    private final Webhooks hooks;

    private MatchPublisher(Database db, Webhooks hooks) {
        this.db = db;
        this.hooks = hooks;
    }

    /** Runs in a process of its own: file, receiver, the last match, and the match in whose transaction it ends itself. */
    public static void main(String[] arguments) throws InterruptedException {
        URI receiver = URI.create(arguments[1]);
        try (Database db = Database.open(Path.of(arguments[0]));
                Webhooks hooks = Webhooks.builder(db, KeyRing.of("2026-11", Secret.env("STORE_KEY")))
                        .allowHttp()
                        .allowRange("127.0.0.1/32", receiver.getPort())
                        .open()) {
            db.migrate(TABLES).get();
            if (hooks.subscriptions().get().isEmpty()) {
                hooks.subscribe(SubscriptionOptions.to(receiver).types("match.*"))
                        .get();
            }
            MatchPublisher publisher = new MatchPublisher(db, hooks);
            publisher.publish(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            publisher.awaitDelivery();
        }
    }

    private void publish(int last, int fatal) {
        int first = db.read(this::newest).get() + 1;
        for (int match = first; match <= last; match++) {
            publishOne(match, match == fatal);
        }
    }

    private Published publishOne(int match, boolean fatal) {
        return db.write(connection -> {
                    insert(connection, match);
                    Published published = hooks.publish(connection, Event.of("match.created", Map.of("match", match)));
                    if (fatal) {
                        Runtime.getRuntime().halt(EXIT); // as a crash or a kill -9 would
                    }
                    return published;
                })
                .get();
    }

    private int newest(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT COALESCE(max(id), 0) FROM " + db.table("matches"));
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private void insert(Connection connection, int match) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + db.table("matches") + " (id, players) VALUES (?, ?)")) {
            insert.setInt(1, match);
            insert.setString(2, "Ann and Bea");
            insert.executeUpdate();
        }
    }

    private void awaitDelivery() throws InterruptedException {
        DeliveryFilter queued = DeliveryFilter.all().states(Delivery.State.PENDING, Delivery.State.IN_FLIGHT);
        while (hooks.deliveries(queued).iterator().hasNext()) {
            Thread.sleep(50);
        }
    }
}
