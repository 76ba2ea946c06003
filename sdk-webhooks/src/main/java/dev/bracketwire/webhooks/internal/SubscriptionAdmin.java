// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.store.SealedColumn;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes, changes and reads subscriptions and event types, within a transaction of the caller. */
public final class SubscriptionAdmin {
    private static final int MOST_KEYS = 10;

    private final WebhookTables tables;
    private final SubscriptionCatalog catalog;
    private final SubscriptionStates states;
    private final DestinationGuard guard;
    private final SealedColumn sealedColumn;

    /** Works on these tables, and refuses URLs that the guard refuses. */
    public SubscriptionAdmin(
            WebhookTables tables, SubscriptionCatalog catalog, DestinationGuard guard, SealedColumn sealedColumn) {
        this.tables = tables;
        this.catalog = catalog;
        this.states = new SubscriptionStates(tables);
        this.guard = guard;
        this.sealedColumn = sealedColumn;
    }

    /**
     * Checks the URL of options, and returns them with the URL as it will be sent.
     *
     * @throws dev.bracketwire.ConfigurationException if the URL is refused, with the reasons
     */
    public SubscriptionOptions checked(SubscriptionOptions options) {
        URI url = options.url();
        return url == null ? options : options.url(guard.check(url.toString()).orThrow());
    }

    /** Stores a new subscription, or replaces the options of the one with this id. */
    public Subscription save(
            Connection connection, String id, SubscriptionOptions options, @Nullable SigningSecret secret)
            throws SQLException {
        long version = states.beginChange(connection);
        SubscriptionCatalog.Snapshot snapshot = catalog.current(connection);
        StoredSubscription known = snapshot.byId().get(id);
        boolean isNew = known == null && !snapshot.isDamaged(id);
        SubscriptionSecrets before = known == null ? new SubscriptionSecrets(List.of(), Map.of()) : secrets(known);
        List<SubscriptionSecrets.Key> keys = new ArrayList<>(before.keys());
        if (secret != null) {
            keys.add(0, new SubscriptionSecrets.Key(secret, Long.MAX_VALUE));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        options.secretHeaders().forEach((name, value) -> headers.put(name, value.reveal()));
        write(connection, id, version, options, new SubscriptionSecrets(keys, headers), isNew);
        states.endChange(connection, version);
        return subscription(connection, id);
    }

    private void write(
            Connection connection,
            String id,
            long version,
            SubscriptionOptions options,
            SubscriptionSecrets secrets,
            boolean isNew)
            throws SQLException {
        byte[] sealed = secrets.keys().isEmpty() && secrets.headers().isEmpty()
                ? null
                : sealedColumn.seal(id, secrets.toJson());
        String sql = isNew
                ? "INSERT INTO ${webhook_subscription} (options, sealed, version, id, state, reason, created_at)"
                        + " VALUES (?, ?, ?, ?, 'ACTIVE', '', NOW)"
                : "UPDATE ${webhook_subscription} SET options = ?, sealed = ?, version = ? WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(sql))) {
            statement.setString(1, OptionsCodec.write(options));
            statement.setBytes(2, sealed);
            statement.setLong(3, version);
            statement.setString(4, id);
            if (isNew) {
                tables.bindNow(statement, 5);
            }
            statement.executeUpdate();
        }
        if (isNew) {
            try (PreparedStatement lane = connection.prepareStatement(
                    tables.sql("INSERT INTO ${webhook_lane} (subscription_id) VALUES (?)"))) {
                lane.setString(1, id);
                lane.executeUpdate();
            }
        }
    }

    /** Changes the options of a subscription. The function gets them with the secret headers. */
    public Subscription update(Connection connection, String id, UnaryOperator<SubscriptionOptions> change)
            throws SQLException {
        states.beginChange(connection);
        StoredSubscription known = stored(connection, id);
        SubscriptionOptions before = known.options();
        for (Map.Entry<String, String> header : secrets(known).headers().entrySet()) {
            before = before.secretHeader(header.getKey(), Secret.of(header.getValue()));
        }
        SubscriptionOptions after = change.apply(before);
        if ((after.handler() == null) != (before.handler() == null)) {
            throw new IllegalArgumentException("a URL cannot become a handler, nor a handler a URL");
        }
        return save(connection, id, checked(after), null);
    }

    /** Refuses a time for which an old and a new secret cannot both sign. */
    public static void checkOverlap(Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("overlap must be between 0 and 365 days, not " + overlap);
        }
    }

    /** Replaces the newest signing secret; the one before signs along for a while. */
    public SigningSecret rotate(
            Connection connection, String id, @Nullable SigningSecret own, Duration overlap, Instant now)
            throws SQLException {
        long version = states.beginChange(connection);
        StoredSubscription known = stored(connection, id);
        if (known.options().handler() != null) {
            throw new IllegalArgumentException("the subscription " + id + " of a handler has no secret");
        }
        SubscriptionSecrets before = secrets(known);
        SigningSecret secret = own;
        if (secret == null) {
            boolean asymmetric = !before.keys().isEmpty()
                    && before.keys().get(0).secret().publicKey().isPresent();
            secret = asymmetric ? SigningSecret.generateEd25519() : SigningSecret.generate();
        }
        List<SubscriptionSecrets.Key> keys = new ArrayList<>();
        keys.add(new SubscriptionSecrets.Key(secret, Long.MAX_VALUE));
        long end = now.plus(overlap).toEpochMilli();
        for (SubscriptionSecrets.Key key : before.keys()) {
            if (key.until() > now.toEpochMilli()
                    && keys.size() < MOST_KEYS
                    && !key.secret().equals(secret)) {
                keys.add(new SubscriptionSecrets.Key(key.secret(), Math.min(key.until(), end)));
            }
        }
        write(connection, id, version, known.options(), new SubscriptionSecrets(keys, before.headers()), false);
        states.endChange(connection, version);
        return secret;
    }

    /** Returns the newest signing secret. */
    public SigningSecret secret(Connection connection, String id) throws SQLException {
        List<SubscriptionSecrets.Key> keys = secrets(stored(connection, id)).keys();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the subscription " + id + " of a handler has no secret");
        }
        return keys.get(0).secret();
    }

    private SubscriptionSecrets secrets(StoredSubscription known) {
        String json = sealedColumn.open(known.id(), known.sealed());
        return json == null ? new SubscriptionSecrets(List.of(), Map.of()) : SubscriptionSecrets.of(json);
    }

    /** Removes a subscription, and cancels a first part of its queued deliveries. */
    public void delete(Connection connection, String id) throws SQLException {
        long version = states.beginChange(connection);
        if (!catalog.current(connection).isDamaged(id)) {
            stored(connection, id);
        }
        for (String table : List.of("${webhook_lane} WHERE subscription_id", "${webhook_subscription} WHERE id")) {
            try (PreparedStatement delete = connection.prepareStatement(tables.sql("DELETE FROM " + table + " = ?"))) {
                delete.setString(1, id);
                delete.executeUpdate();
            }
        }
        states.endChange(connection, version);
        states.cancelSome(connection, id, "the subscription was deleted", tables.now(connection));
    }

    /** Sets the state of a subscription; one that was disabled starts anew. */
    public Subscription setState(Connection connection, String id, Subscription.State state, String reason)
            throws SQLException {
        states.beginChange(connection);
        StoredSubscription known = stored(connection, id);
        states.set(connection, id, state, reason);
        if (known.state() == Subscription.State.DISABLED) {
            Map<String, BreakerState> lanes = BreakerState.lock(tables, connection, List.of(id));
            lanes.values().forEach(BreakerState::startAnew);
            BreakerState.save(tables, connection, lanes.values());
        }
        return subscription(connection, id);
    }

    /**
     * Returns a subscription as it is stored.
     *
     * @throws NotFoundException if there is none
     */
    public StoredSubscription stored(Connection connection, String id) throws SQLException {
        SubscriptionCatalog.Snapshot snapshot = catalog.current(connection);
        if (snapshot.isDamaged(id)) {
            throw OptionsCodec.damaged("the subscription " + id, new IllegalArgumentException("see the log"));
        }
        StoredSubscription known = snapshot.byId().get(id);
        if (known == null) {
            throw new NotFoundException(Where.of("webhooks", "subscription"), "there is no subscription " + id);
        }
        return known;
    }

    /** Returns a subscription. */
    public Subscription subscription(Connection connection, String id) throws SQLException {
        stored(connection, id);
        return all(connection, id).get(0);
    }

    /** Returns all subscriptions, the oldest first. */
    public List<Subscription> all(Connection connection) throws SQLException {
        return all(connection, null);
    }

    private List<Subscription> all(Connection connection, @Nullable String only) throws SQLException {
        Map<String, StoredSubscription> byId = catalog.current(connection).byId();
        List<Subscription> all = new ArrayList<>();
        String where = only == null ? "" : " WHERE subscription_id = ?";
        Map<String, long[]> lanes = new LinkedHashMap<>();
        long now = tables.now(connection);
        try (PreparedStatement select = connection.prepareStatement(tables.sql(
                "SELECT subscription_id, failures, failing_since, hold_until FROM ${webhook_lane}" + where))) {
            if (only != null) {
                select.setString(1, only);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lanes.put(row.getString(1), new long[] {row.getLong(2), row.getLong(3), row.getLong(4)});
                }
            }
        }
        for (StoredSubscription each : byId.values()) {
            if (only == null || each.id().equals(only)) {
                long[] lane = lanes.getOrDefault(each.id(), new long[3]);
                all.add(new Subscription(
                        each.id(),
                        each.options(),
                        each.state(),
                        each.reason(),
                        Instant.ofEpochMilli(each.createdAt()),
                        (int) lane[0],
                        lane[1] == 0 ? null : Instant.ofEpochMilli(lane[1]),
                        lane[2] <= now ? null : Instant.ofEpochMilli(lane[2])));
            }
        }
        return all;
    }

    /** Registers a type of events, or changes it. */
    public void saveType(Connection connection, EventType type) throws SQLException {
        long version = states.beginChange(connection);
        try (PreparedStatement upsert = connection.prepareStatement(tables.sql(
                "INSERT INTO ${webhook_type} (name, description, json_schema) VALUES (?, ?, ?) ON CONFLICT (name)"
                        + " DO UPDATE SET description = excluded.description, json_schema = excluded.json_schema"))) {
            upsert.setString(1, type.name());
            upsert.setString(2, type.description());
            upsert.setString(3, type.jsonSchema());
            upsert.executeUpdate();
        }
        states.endChange(connection, version);
    }

    /** Returns the registered types, ordered by name. */
    public List<EventType> types(Connection connection) throws SQLException {
        return catalog.current(connection).eventTypes().all();
    }

    /** Removes a type; returns false if there is none. */
    public boolean removeType(Connection connection, String name) throws SQLException {
        long version = states.beginChange(connection);
        try (PreparedStatement delete =
                connection.prepareStatement(tables.sql("DELETE FROM ${webhook_type} WHERE name = ?"))) {
            delete.setString(1, name);
            boolean found = delete.executeUpdate() == 1;
            states.endChange(connection, version);
            return found;
        }
    }
}
