// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.Subscription;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Changes the state of subscriptions, and cancels queued deliveries of those that get nothing more. */
final class SubscriptionStates {
    /** Replaces a row of the same id, which only a database that was restored in part has: it must not stop the queue. */
    static final String REPLACE_FINISHED = " ON CONFLICT (id) DO UPDATE SET message_id = excluded.message_id,"
            + " subscription_id = excluded.subscription_id, type = excluded.type, state = excluded.state,"
            + " attempt = excluded.attempt, last_status = excluded.last_status, last_error = excluded.last_error,"
            + " created_at = excluded.created_at, finished_at = excluded.finished_at";

    private static final int BATCH = 500;
    private static final SecureRandom VERSIONS = new SecureRandom();

    private final WebhookTables tables;

    SubscriptionStates(WebhookTables tables) {
        this.tables = tables;
    }

    /**
     * Begins a change of subscriptions or types; other changes wait for its transaction. Returns the version of the change,
     * which no other change has, so a version that is rolled back never comes again.
     */
    long beginChange(Connection connection) throws SQLException {
        if (tables.isPostgres()) {
            try (PreparedStatement select = connection.prepareStatement(
                    tables.sql("SELECT version FROM ${webhook_version} WHERE id = 1 FOR UPDATE"))) {
                select.executeQuery().close();
            }
        }
        return VERSIONS.nextLong() >>> 1;
    }

    /** Ends a change after all its rows are written: a reader of the version finds them. */
    void endChange(Connection connection, long version) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(tables.sql("UPDATE ${webhook_version} SET version = ? WHERE id = 1"))) {
            update.setLong(1, version);
            update.executeUpdate();
        }
    }

    /** Sets the state; returns false if there is no such subscription. */
    boolean set(Connection connection, String id, Subscription.State state, String reason) throws SQLException {
        long version = beginChange(connection);
        try (PreparedStatement update = connection.prepareStatement(
                tables.sql("UPDATE ${webhook_subscription} SET state = ?, reason = ?, version = ? WHERE id = ?"))) {
            update.setString(1, state.name());
            update.setString(2, reason);
            update.setLong(3, version);
            update.setString(4, id);
            boolean found = update.executeUpdate() == 1;
            endChange(connection, version);
            return found;
        }
    }

    /**
     * Cancels a bounded number of deliveries that are queued for a subscription and have no attempt under way.
     *
     * @return whether there may be more
     */
    boolean cancelSome(Connection connection, String subscription, String reason, long now) throws SQLException {
        String some = "subscription_id = ? AND (lease IS NULL OR due_at <= ?)";
        return cancel(connection, some, reason, now, subscription, now) == BATCH;
    }

    /** Cancels the queued deliveries of a message. The result of an attempt that is under way is not stored. */
    void cancelMessage(Connection connection, String message, String reason, long now) throws SQLException {
        int cancelled;
        do {
            cancelled = cancel(connection, "message_id = ?", reason, now, message);
        } while (cancelled == BATCH);
    }

    private int cancel(Connection connection, String some, String reason, long now, Object... parameters)
            throws SQLException {
        List<Long> ids = new ArrayList<>();
        String lock = tables.isPostgres() ? " FOR UPDATE" : "";
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT id FROM ${webhook_delivery} WHERE " + some + " LIMIT " + BATCH + lock))) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        if (ids.isEmpty()) {
            return 0;
        }
        String these = " WHERE " + SqlLists.in(tables, "d.id");
        try (PreparedStatement insert = connection.prepareStatement(tables.sql(
                "INSERT INTO ${webhook_finished} (id, message_id, subscription_id, type, state, attempt, last_status,"
                        + " last_error, created_at, finished_at)"
                        + " SELECT d.id, d.message_id, d.subscription_id, COALESCE(m.type, ''), 'CANCELLED', d.attempt,"
                        + " d.last_status, CAST(? AS text), d.created_at, ? FROM ${webhook_delivery} d"
                        + " LEFT JOIN ${webhook_message} m ON m.id = d.message_id" + these + REPLACE_FINISHED))) {
            insert.setString(1, reason);
            insert.setLong(2, now);
            SqlLists.bindNumbers(tables, insert, 3, ids);
            insert.executeUpdate();
        }
        try (PreparedStatement delete =
                connection.prepareStatement(tables.sql("DELETE FROM ${webhook_delivery} AS d" + these))) {
            SqlLists.bindNumbers(tables, delete, 1, ids);
            delete.executeUpdate();
        }
        return ids.size();
    }

    /** Makes every leased delivery due. */
    int releaseAll(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                tables.sql("UPDATE ${webhook_delivery} SET lease = NULL, due_at = NOW WHERE lease IS NOT NULL"))) {
            tables.bindNow(update, 1);
            return update.executeUpdate();
        }
    }
}
