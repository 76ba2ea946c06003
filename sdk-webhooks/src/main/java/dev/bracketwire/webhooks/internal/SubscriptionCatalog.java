// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps all subscriptions in memory, as of the version that the database states. */
public final class SubscriptionCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionCatalog.class);

    private final WebhookTables tables;
    private final boolean knownTypesOnly;
    private final String version;
    private final String step;
    private volatile Snapshot snapshot;

    /**
     * Reads the subscriptions of these tables.
     *
     * @param knownTypesOnly whether events of a type that is not registered are refused
     */
    public SubscriptionCatalog(WebhookTables tables, boolean knownTypesOnly) {
        this.tables = tables;
        this.knownTypesOnly = knownTypesOnly;
        this.version = tables.sql("SELECT version, NOW FROM ${webhook_version} WHERE id = 1");
        this.step = tables.isPostgres()
                ? version.replace(" FROM", ", set_config('idle_in_transaction_session_timeout', '15000', true) FROM")
                : version;
        this.snapshot = new Snapshot(-1, Map.of(), Set.of(), new EventTypes(Map.of(), knownTypesOnly));
    }

    /** Returns the subscriptions and types as they were read last, without asking the database. */
    Snapshot latest() {
        return snapshot;
    }

    /** Returns the subscriptions and types as they are now; reads them if their version is new. */
    public Snapshot current(Connection connection) throws SQLException {
        return present(connection, version).snapshot();
    }

    /**
     * Holds what a transaction of the loop reads first.
     *
     * @param now the present time in milliseconds
     * @param snapshot the subscriptions and types
     */
    public record Present(long now, Snapshot snapshot) {}

    /**
     * Begins a transaction of the loop: returns the present time and the subscriptions and types as they are now. PostgreSQL
     * ends the transaction if this node is paused within it, since its locks would hold up all nodes.
     */
    public Present present(Connection connection) throws SQLException {
        return present(connection, step);
    }

    private Present present(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            tables.bindNow(select, 1);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the table webhook_version has lost its row");
                }
                Snapshot known = snapshot;
                if (known.version != row.getLong(1)) {
                    known = read(connection, row.getLong(1));
                    snapshot = known;
                }
                return new Present(row.getLong(2), known);
            }
        }
    }

    private Snapshot read(Connection connection, long version) throws SQLException {
        Map<String, StoredSubscription> byId = new LinkedHashMap<>();
        Set<String> damaged = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(
                        "SELECT id, version, state, reason, created_at, options, sealed FROM ${webhook_subscription}"
                                + " ORDER BY created_at, id"));
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String id = row.getString(1);
                try {
                    byId.put(id, subscription(row));
                } catch (StoreException | IllegalArgumentException e) {
                    LOG.error("nothing is sent to the subscription {} until its row is mended: {}", id, e.getMessage());
                    damaged.add(id);
                }
            }
        }
        return new Snapshot(version, byId, damaged, new EventTypes(types(connection), knownTypesOnly));
    }

    private static StoredSubscription subscription(ResultSet row) throws SQLException {
        return new StoredSubscription(
                row.getString(1),
                row.getLong(2),
                Subscription.State.valueOf(row.getString(3)),
                row.getString(4),
                row.getLong(5),
                OptionsCodec.read(row.getString(6)),
                row.getBytes(7));
    }

    private Map<String, EventType> types(Connection connection) throws SQLException {
        Map<String, EventType> types = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                        tables.sql("SELECT name, description, json_schema FROM ${webhook_type} ORDER BY name"));
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String name = row.getString(1);
                try {
                    types.put(name, new EventType(name, row.getString(2), row.getString(3)));
                } catch (IllegalArgumentException e) {
                    LOG.error("the event type {} is left out until its row is mended: {}", name, e.getMessage());
                }
            }
        }
        return types;
    }

    /** All subscriptions and types of one version. */
    public static final class Snapshot {
        private static final int TYPES = 1000;

        private final long version;
        private final Map<String, StoredSubscription> byId;
        private final Set<String> damaged;
        private final Map<String, List<StoredSubscription>> byType = new ConcurrentHashMap<>();

        private final EventTypes eventTypes;

        private Snapshot(
                long version, Map<String, StoredSubscription> byId, Set<String> damaged, EventTypes eventTypes) {
            this.version = version;
            this.byId = byId;
            this.damaged = damaged;
            this.eventTypes = eventTypes;
        }

        /** Returns the version of the last change in it. */
        long version() {
            return version;
        }

        /** Returns the registered types. */
        public EventTypes eventTypes() {
            return eventTypes;
        }

        /** Returns them by their ids. */
        public Map<String, StoredSubscription> byId() {
            return byId;
        }

        /** Whether there is a subscription with this id whose row cannot be read. */
        boolean isDamaged(String id) {
            return damaged.contains(id);
        }

        /** Returns those that take an event. */
        List<StoredSubscription> takers(String type, List<String> channels) {
            if (byType.size() > TYPES) {
                byType.clear();
            }
            List<StoredSubscription> ofType = byType.computeIfAbsent(
                    type,
                    name -> byId.values().stream()
                            .filter(each -> each.state() != Subscription.State.DISABLED)
                            .filter(each -> EventFilter.matches(each.options().types(), name))
                            .toList());
            Set<String> in = Set.copyOf(channels);
            return ofType.stream()
                    .filter(each -> each.options().channels().isEmpty()
                            || each.options().channels().stream().anyMatch(in::contains))
                    .toList();
        }
    }
}
