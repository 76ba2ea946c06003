// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.PlanBuilder;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryChange;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Queues messages again: one at once, many by a plan. */
public final class Redelivery {
    private static final int BATCH = 200;

    private final WebhookTables tables;
    private final SubscriptionCatalog catalog;
    private final DeliveryQueries history;
    private final EventPublisher publisher;
    private final LongSupplier nanos;

    /** Queues by these tables. */
    public Redelivery(
            WebhookTables tables,
            SubscriptionCatalog catalog,
            DeliveryQueries history,
            EventPublisher publisher,
            LongSupplier nanos) {
        this.tables = tables;
        this.catalog = catalog;
        this.history = history;
        this.publisher = publisher;
        this.nanos = nanos;
    }

    /** Makes one more attempt of a delivery: a queued one at once, a finished one by a new delivery without retries. */
    public Delivery resend(Connection connection, long id) throws SQLException {
        Delivery delivery = history.delivery(connection, id);
        if (delivery.state() == Delivery.State.IN_FLIGHT) {
            throw new IllegalStateException("an attempt of the delivery " + id + " is under way");
        }
        lock(connection, List.of(delivery.messageId()));
        requireSendable(connection, delivery);
        if (delivery.state() == Delivery.State.PENDING) {
            try (PreparedStatement update = connection.prepareStatement(
                    tables.sql("UPDATE ${webhook_delivery} SET due_at = NOW WHERE id = ? AND lease IS NULL"))) {
                tables.bindNow(update, 1);
                update.setLong(2, id);
                update.executeUpdate();
            }
            publisher.wake(connection, Set.of(delivery.subscriptionId()));
            return history.delivery(connection, id);
        }
        long again = insert(connection, delivery.messageId(), delivery.subscriptionId(), true);
        return history.delivery(connection, again);
    }

    private void requireSendable(Connection connection, Delivery delivery) throws SQLException {
        StoredSubscription subscription = catalog.current(connection).byId().get(delivery.subscriptionId());
        if (subscription == null || subscription.state() == Subscription.State.DISABLED) {
            throw new IllegalStateException(
                    "the subscription " + delivery.subscriptionId() + " is deleted or disabled: nothing is sent to it");
        }
        if (!hasPayload(connection, delivery.messageId())) {
            throw new IllegalStateException(
                    "the payload of " + delivery.messageId() + " was erased or is no longer kept");
        }
    }

    /**
     * Queues a message again, with retries, for each subscription whose newest delivery of it was exhausted or cancelled. Does
     * nothing if one is queued or succeeded.
     */
    void revive(Connection connection, String message) throws SQLException {
        lock(connection, List.of(message));
        if (!hasPayload(connection, message)) {
            return;
        }
        Set<String> dead = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT f.subscription_id FROM ${webhook_finished} f WHERE f.message_id = ? AND f.state IN"
                        + " ('EXHAUSTED', 'CANCELLED') AND NOT EXISTS (SELECT 1 FROM ${webhook_delivery} d WHERE"
                        + " d.message_id = f.message_id AND d.subscription_id = f.subscription_id) AND NOT EXISTS (SELECT"
                        + " 1 FROM ${webhook_finished} n WHERE n.message_id = f.message_id AND n.subscription_id ="
                        + " f.subscription_id AND n.state = 'SUCCEEDED')"))) {
            select.setString(1, message);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    dead.add(row.getString(1));
                }
            }
        }
        dead.retainAll(catalog.current(connection).byId().keySet());
        for (String subscription : dead) {
            insert(connection, message, subscription, false);
        }
        if (!dead.isEmpty()) {
            publisher.wake(connection, dead);
        }
    }

    /**
     * Locks messages until the transaction ends, in one order, so that two nodes do not queue the same message twice and an
     * erasure or the retention comes before or after it. SQLite has one writer.
     */
    private void lock(Connection connection, Collection<String> messages) throws SQLException {
        if (!tables.isPostgres()) {
            return;
        }
        try (PreparedStatement select =
                connection.prepareStatement(tables.sql("SELECT id FROM ${webhook_message} WHERE "
                        + SqlLists.in(tables, "id") + " ORDER BY id FOR NO KEY UPDATE"))) {
            SqlLists.bindTexts(tables, select, 1, messages);
            select.executeQuery().close();
        }
    }

    private boolean hasPayload(Connection connection, String message) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT 1 FROM ${webhook_message} WHERE id = ? AND length(payload) > 0"))) {
            select.setString(1, message);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private long insert(Connection connection, String message, String subscription, boolean once) throws SQLException {
        String sql = "INSERT INTO ${webhook_delivery} (message_id, subscription_id, attempt, once, due_at, last_error,"
                + " created_at) VALUES (?, ?, 0, ?, NOW, '', NOW) RETURNING id";
        try (PreparedStatement insert = connection.prepareStatement(tables.sql(sql))) {
            insert.setString(1, message);
            insert.setString(2, subscription);
            insert.setInt(3, once ? 1 : 0);
            tables.bindNow(insert, 4);
            tables.bindNow(insert, 5);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                long id = row.getLong(1);
                publisher.wake(connection, Set.of(subscription));
                return id;
            }
        }
    }

    /** Plans to queue again the exhausted and cancelled deliveries that a filter selects. */
    public Call<Plan<DeliveryChange>> planReplay(DeliveryFilter filter) {
        DeliveryFilter failed =
                filter.states().isEmpty() ? filter.states(Delivery.State.EXHAUSTED, Delivery.State.CANCELLED) : filter;
        for (Delivery.State state : failed.states()) {
            if (state.compareTo(Delivery.State.IN_FLIGHT) <= 0) {
                throw new IllegalArgumentException("a replay selects finished deliveries, not " + state);
            }
        }
        return tables.db().read(connection -> {
            PlanBuilder<DeliveryChange> plan = plan("replay of deliveries");
            Set<String> seen = new HashSet<>();
            long before = Long.MAX_VALUE;
            List<Delivery> found;
            do {
                found = history.find(connection, failed, before, BATCH);
                for (Delivery each : found) {
                    if (seen.add(each.messageId() + " " + each.subscriptionId())
                            && isWanted(connection, each.messageId(), each.subscriptionId(), each.id())) {
                        plan.add(new DeliveryChange(
                                "redeliver", each.messageId(), each.subscriptionId(), each.type(), each.id()));
                    }
                    before = each.id();
                }
            } while (found.size() == BATCH);
            return plan.build();
        });
    }

    /** Plans to queue messages that a subscription takes but was never given. */
    public Call<Plan<DeliveryChange>> planReplayMissing(String id, Instant since) {
        return tables.db().read(connection -> {
            PlanBuilder<DeliveryChange> plan = plan("replay of messages that " + id + " never got");
            StoredSubscription subscription = catalog.current(connection).byId().get(id);
            if (subscription == null || subscription.state() == Subscription.State.DISABLED) {
                throw new IllegalStateException("the subscription " + id + " is deleted or disabled");
            }
            try (PreparedStatement select = connection.prepareStatement(
                    tables.sql("SELECT m.id, m.type, m.channels FROM ${webhook_message} m WHERE m.created_at >= ?"
                            + " AND length(m.payload) > 0 AND NOT EXISTS (SELECT 1 FROM ${webhook_delivery} d"
                            + " WHERE d.message_id = m.id AND d.subscription_id = ?) AND NOT EXISTS"
                            + " (SELECT 1 FROM ${webhook_finished} f WHERE f.message_id = m.id"
                            + " AND f.subscription_id = ?) ORDER BY m.created_at, m.id"))) {
                select.setLong(1, DeliveryQueries.millis(since));
                select.setString(2, id);
                select.setString(3, id);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        if (subscription.takes(
                                row.getString(2), List.of(row.getString(3).split("\n", -1)))) {
                            plan.add(new DeliveryChange("deliver", row.getString(1), id, row.getString(2), 0));
                        }
                    }
                }
            }
            return plan.build();
        });
    }

    private PlanBuilder<DeliveryChange> plan(String title) {
        return Plan.builder(title, BATCH, this::apply)
                .onFailure(Plan.OnFailure.CONTINUE)
                .measuredBy(nanos);
    }

    private Call<List<Outcome<DeliveryChange>>> apply(List<DeliveryChange> batch) {
        return tables.db().write(connection -> {
            lock(connection, batch.stream().map(DeliveryChange::messageId).toList());
            List<Outcome<DeliveryChange>> outcomes = new ArrayList<>();
            for (DeliveryChange change : batch) {
                String refusal = refusal(connection, change);
                if (refusal != null) {
                    outcomes.add(Outcome.stale(change, refusal));
                } else {
                    insert(connection, change.messageId(), change.subscriptionId(), false);
                    outcomes.add(Outcome.applied(change));
                }
            }
            return outcomes;
        });
    }

    private @Nullable String refusal(Connection connection, DeliveryChange change) throws SQLException {
        StoredSubscription subscription = catalog.current(connection).byId().get(change.subscriptionId());
        if (subscription == null || subscription.state() == Subscription.State.DISABLED) {
            return "the subscription is deleted or disabled";
        }
        if (!hasPayload(connection, change.messageId())) {
            return "the payload was erased or is no longer kept";
        }
        return isWanted(connection, change.messageId(), change.subscriptionId(), change.deliveryId())
                ? null
                : "it was queued again or delivered since";
    }

    /** Whether the newest delivery of a message to a subscription is this one, and did not succeed. */
    private boolean isWanted(Connection connection, String message, String subscription, long newest)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT 1 FROM ${webhook_delivery} d WHERE d.message_id = ? AND d.subscription_id = ?"
                        + " UNION ALL SELECT 1 FROM ${webhook_finished} f WHERE f.message_id = ?"
                        + " AND f.subscription_id = ? AND f.id > ?"))) {
            select.setString(1, message);
            select.setString(2, subscription);
            select.setString(3, message);
            select.setString(4, subscription);
            select.setLong(5, newest);
            try (ResultSet row = select.executeQuery()) {
                return !row.next();
            }
        }
    }
}
