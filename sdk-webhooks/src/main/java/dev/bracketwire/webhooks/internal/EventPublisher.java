// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.InvalidEventException;
import dev.bracketwire.webhooks.Published;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores events and queues them for the subscriptions that take them, within the caller's transaction. */
public final class EventPublisher {
    private static final int CHANGES = 100;

    private final WebhookTables tables;
    private final SubscriptionCatalog catalog;
    private final Consumer<Set<String>> committed;
    private final String insertMessage;
    private final String insertDelivery;
    private final String insertBoth;

    /**
     * Publishes to the subscriptions of a catalog.
     *
     * @param committed receives the subscriptions with new deliveries once they are committed
     */
    public EventPublisher(WebhookTables tables, SubscriptionCatalog catalog, Consumer<Set<String>> committed) {
        this.tables = tables;
        this.catalog = catalog;
        this.committed = committed;
        this.insertMessage =
                tables.sql("INSERT INTO ${webhook_message} (id, type, idempotency_key, order_key, channels,"
                        + " payload, traceparent, created_at) SELECT ?, ?, ?, ?, ?, ?, ?, NOW"
                        + " WHERE (SELECT version FROM ${webhook_version} WHERE id = 1) = ?"
                        + " ON CONFLICT (idempotency_key) DO NOTHING RETURNING created_at");
        this.insertDelivery = tables.sql("INSERT INTO ${webhook_delivery} (message_id, subscription_id, order_key,"
                + " attempt, once, due_at, last_error, created_at) VALUES (?, ?, ?, 0, 0, ?, '', ?)");
        // One statement, and so one way to the server.
        this.insertBoth = "WITH m AS (" + insertMessage + "), d AS ("
                + tables.sql("INSERT INTO ${webhook_delivery}"
                        + " (message_id, subscription_id, order_key, attempt, once, due_at, last_error, created_at)"
                        + " SELECT CAST(? AS text), s.id, s.order_key, 0, 0, m.created_at, '', m.created_at"
                        + " FROM m CROSS JOIN unnest(CAST(? AS text[]), CAST(? AS text[])) AS s(id, order_key))"
                        + " SELECT created_at FROM m");
    }

    /**
     * Stores one event; returns the earlier one if its idempotency key is there already.
     *
     * @throws InvalidEventException if the event is not valid for its type; nothing is written then
     */
    public Published publish(Connection connection, NewMessage message) throws SQLException {
        SubscriptionCatalog.Snapshot snapshot = catalog.latest();
        for (int i = 0; i < CHANGES; i++) {
            try {
                snapshot.eventTypes().check(message);
            } catch (InvalidEventException e) {
                SubscriptionCatalog.Snapshot current = catalog.current(connection);
                if (current.version() == snapshot.version()) {
                    throw e;
                }
                snapshot = current; // the types were changed since this node read them
                continue;
            }
            List<StoredSubscription> takers = snapshot.takers(message.type(), message.channels());
            lockOrder(connection, message, takers);
            if (insert(connection, message, takers, snapshot.version())) {
                saveSubjects(connection, message);
                if (!takers.isEmpty()) {
                    wake(connection, takers.stream().map(StoredSubscription::id).collect(Collectors.toSet()));
                }
                return new Published(message.id(), takers.size(), false);
            }
            SubscriptionCatalog.Snapshot current = catalog.current(connection);
            if (current.version() == snapshot.version()) {
                return earlier(connection, message);
            }
            snapshot = current; // the subscriptions were changed since this node read them
        }
        throw new SQLException("the subscriptions are changed all the time: run the transaction again", "40001");
    }

    /** Writes message and deliveries, unless the subscriptions have another version or the key is there. */
    private boolean insert(Connection connection, NewMessage message, List<StoredSubscription> takers, long version)
            throws SQLException {
        long createdAt;
        boolean both = tables.isPostgres() && !takers.isEmpty();
        try (PreparedStatement insert = connection.prepareStatement(both ? insertBoth : insertMessage)) {
            insert.setString(1, message.id());
            insert.setString(2, message.type());
            insert.setString(3, message.idempotencyKey());
            insert.setString(4, message.orderKey());
            insert.setString(5, String.join("\n", message.channels()));
            insert.setBytes(6, message.payload());
            insert.setString(7, message.traceParent());
            tables.bindNow(insert, 8);
            insert.setLong(9, version);
            if (both) {
                insert.setString(10, message.id());
                SqlLists.bindTexts(
                        tables,
                        insert,
                        11,
                        takers.stream().map(StoredSubscription::id).toList());
                SqlLists.bindTexts(
                        tables,
                        insert,
                        12,
                        takers.stream().map(each -> orderKey(each, message)).toList());
            }
            try (ResultSet row = insert.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                createdAt = row.getLong(1);
            }
        }
        if (!both) {
            deliver(connection, message, takers, createdAt);
        }
        return true;
    }

    private static @Nullable String orderKey(StoredSubscription taker, NewMessage message) {
        return taker.options().isOrdered() ? message.orderKey() : null;
    }

    private Published earlier(Connection connection, NewMessage message) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT m.id, (SELECT count(*) FROM ${webhook_delivery} d WHERE d.message_id = m.id)"
                        + " + (SELECT count(*) FROM ${webhook_finished} f WHERE f.message_id = m.id)"
                        + " FROM ${webhook_message} m WHERE m.idempotency_key = ?"))) {
            select.setString(1, message.idempotencyKey());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException(
                            "the earlier event of this idempotency key is not visible to the"
                                    + " transaction, which reads an older state: run it again",
                            "40001");
                }
                return new Published(row.getString(1), row.getInt(2), true);
            }
        }
    }

    private void saveSubjects(Connection connection, NewMessage message) throws SQLException {
        if (message.subjects().isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                tables.sql("INSERT INTO ${webhook_subject} (subject, message_id) VALUES (?, ?)"))) {
            for (String subject : message.subjects()) {
                insert.setString(1, subject);
                insert.setString(2, message.id());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void deliver(Connection connection, NewMessage message, List<StoredSubscription> takers, long createdAt)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(insertDelivery)) {
            for (StoredSubscription taker : takers) {
                insert.setString(1, message.id());
                insert.setString(2, taker.id());
                insert.setString(3, orderKey(taker, message));
                insert.setLong(4, createdAt);
                insert.setLong(5, createdAt);
                insert.executeUpdate();
            }
        }
    }

    /**
     * Makes the order of delivery ids the order of commits: on PostgreSQL a second transaction that publishes with this key
     * waits here until the first has ended. SQLite has one writer.
     */
    private void lockOrder(Connection connection, NewMessage message, List<StoredSubscription> takers)
            throws SQLException {
        String key = message.orderKey();
        if (key == null
                || !tables.isPostgres()
                || takers.stream().noneMatch(each -> each.options().isOrdered())) {
            return;
        }
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, tables.db().table("webhook_delivery").hashCode());
            lock.setInt(2, key.hashCode());
            lock.executeQuery().close();
        }
    }

    /** Wakes the loop for new deliveries after the commit. A connection of the host's own is found by the next poll. */
    void wake(Connection connection, Set<String> subscriptions) {
        tables.db().afterCommit(connection, () -> committed.accept(subscriptions));
    }
}
