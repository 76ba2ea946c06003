// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.internal.ClaimedDelivery.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due deliveries for this node. A claimed row is due again when its lease ends, so a row of a node that died comes back
 * by itself.
 *
 * <p>Each claim locks its subscriptions for the few milliseconds of its transaction; one that another node claims from is
 * passed over. So the rate, the number of requests at once, the breaker and the order hold over all nodes.
 */
final class DeliveryClaims {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryClaims.class);
    /** The milliseconds after which a lane that another node locked is looked at again. */
    private static final long LOCKED = 5;

    /** The milliseconds after which a subscription that found no slot is looked at again. */
    private static final long NO_SLOT = 10;

    /** The milliseconds after which a subscription that is paused, or has no handler here, is looked at again. */
    private static final long RESTING = 5000;

    private static final String COLUMNS = "id, message_id, subscription_id, order_key, attempt, once, created_at";

    private final WebhookTables tables;
    private final Set<String> handlers;
    private final String take;
    private final String takeOrdered;
    private final String countUnderWay;
    private final QueuedMessages queuedMessages;
    /** The order keys at which the last claims of ordered subscriptions ended. */
    private final Map<String, String> lastKeys = new HashMap<>();

    /** Subscriptions with keyed deliveries at the last {@link #due}; one that was ordered before has some left. */
    private Set<String> keyed = Set.of();

    /**
     * Claims for a node.
     *
     * @param handlers the names of the handlers of this node
     */
    DeliveryClaims(WebhookTables tables, Set<String> handlers) {
        this.tables = tables;
        this.handlers = handlers;
        this.take = tables.sql(
                tables.isPostgres()
                        ? "WITH picked AS (SELECT d.id AS picked_id, w.lease_end FROM unnest(CAST(? AS text[]),"
                                + " CAST(? AS bigint[]), CAST(? AS bigint[])) AS w(subscription, most, lease_end)"
                                + " CROSS JOIN LATERAL (SELECT x.id FROM ${webhook_delivery} x"
                                + " WHERE x.subscription_id = w.subscription AND x.order_key IS NULL AND x.due_at <= ?"
                                + " ORDER BY x.due_at, x.id LIMIT w.most FOR UPDATE SKIP LOCKED) d)"
                                + " UPDATE ${webhook_delivery} t SET lease = ?, due_at = picked.lease_end,"
                                + " attempt = CASE WHEN t.attempt < 1000000 THEN t.attempt + 1 ELSE t.attempt END FROM picked WHERE t.id = picked.picked_id RETURNING "
                                + COLUMNS
                        : "UPDATE ${webhook_delivery} SET lease = ?, due_at = ?, attempt = CASE WHEN attempt < 1000000 THEN attempt + 1 ELSE attempt END WHERE id IN"
                                + " (SELECT id FROM ${webhook_delivery} WHERE subscription_id = ? AND order_key IS NULL"
                                + " AND due_at <= ? ORDER BY due_at, id LIMIT ?) RETURNING " + COLUMNS);
        // Walks from key to key by the index, looks at the first delivery of each, and stops when it has enough.
        this.takeOrdered = tables.sql(
                "WITH RECURSIVE keys(k) AS (SELECT min(order_key) FROM ${webhook_delivery} WHERE subscription_id = ?"
                        + " AND order_key > ? UNION ALL SELECT (SELECT min(order_key) FROM ${webhook_delivery}"
                        + " WHERE subscription_id = ? AND order_key > keys.k) FROM keys WHERE keys.k IS NOT NULL),"
                        + " picked AS (SELECT d.id AS picked_id FROM keys JOIN ${webhook_delivery} d ON d.id ="
                        + " (SELECT min(h.id) FROM ${webhook_delivery} h WHERE h.subscription_id = ?"
                        + " AND h.order_key = keys.k) WHERE d.due_at <= ? LIMIT ?"
                        + (tables.isPostgres() ? " FOR UPDATE OF d SKIP LOCKED" : "")
                        + ") UPDATE ${webhook_delivery} SET lease = ?, due_at = ?,"
                        + " attempt = CASE WHEN attempt < 1000000 THEN attempt + 1 ELSE attempt END"
                        + " WHERE id IN (SELECT picked_id FROM picked) RETURNING " + COLUMNS);
        this.countUnderWay =
                tables.sql("SELECT subscription_id, count(*) FROM ${webhook_delivery} WHERE lease IS NOT NULL"
                        + " AND due_at > ? AND " + SqlLists.in(tables, "subscription_id")
                        + " GROUP BY subscription_id");
        this.queuedMessages = new QueuedMessages(tables);
    }

    /** Limits how many deliveries a claim may take. */
    record Limits(int healthy, int troubled) {}

    /**
     * Holds the result of a claim.
     *
     * @param taken the deliveries of this node
     * @param again subscriptions that may have more, with the milliseconds until then
     * @param strays subscriptions that are disabled or deleted but still have deliveries
     */
    record Claim(List<ClaimedDelivery> taken, Map<String, Long> again, Set<String> strays) {}

    /**
     * Takes deliveries of these subscriptions, in their order.
     *
     * @param atOnce how many requests a subscription may have under way, as far as this node has learned
     */
    Claim take(
            Connection connection,
            SubscriptionCatalog.Present present,
            List<String> subscriptions,
            Limits limits,
            String lease,
            ToIntFunction<StoredSubscription> atOnce)
            throws SQLException {
        Claim claim = new Claim(new ArrayList<>(), new HashMap<>(), new HashSet<>());
        if (subscriptions.isEmpty()) {
            return claim;
        }
        long now = present.now();
        SubscriptionCatalog.Snapshot snapshot = present.snapshot();
        Set<String> ours = lock(connection, subscriptions);
        Map<String, BreakerState> lanes = BreakerState.read(tables, connection, ours);
        Map<String, Integer> underWay = underWay(connection, now, ours);
        List<Row> rows = new ArrayList<>();
        List<BreakerState> changed = new ArrayList<>();
        List<Wish> wishes = new ArrayList<>();
        int healthy = limits.healthy();
        int troubled = limits.troubled();
        int left = subscriptions.size();
        for (String id : subscriptions) {
            int share = Math.max(1, healthy / left--);
            if (snapshot.isDamaged(id)) {
                claim.again().put(id, RESTING);
                continue;
            }
            StoredSubscription subscription = snapshot.byId().get(id);
            if (subscription == null || subscription.state() == Subscription.State.DISABLED) {
                claim.strays().add(id);
                continue;
            }
            Wish wish = wish(claim, now, subscription, lanes.get(id), underWay.getOrDefault(id, 0), atOnce);
            if (wish == null) {
                continue;
            }
            boolean isTroubled = wish.lane.isTroubled();
            int slots = isTroubled ? Math.min(troubled, healthy) : healthy;
            if (slots < 1) {
                claim.again().put(id, NO_SLOT);
                continue;
            }
            wish.most = Math.min(Math.min(slots, share), wish.most);
            healthy -= wish.most;
            troubled -= isTroubled ? wish.most : 0;
            wishes.add(wish);
        }
        if (lanes.size() < ours.size()) {
            BreakerState.makeMissing(tables, connection, ours);
        }
        takeAll(connection, now, wishes, lease, rows);
        Map<String, Integer> found = new HashMap<>();
        rows.forEach(row -> found.merge(row.subscription.id(), 1, Integer::sum));
        for (Wish wish : wishes) {
            int count = found.getOrDefault(wish.subscription.id(), 0);
            if (count > 0 && wish.subscription.options().rate() > 0) {
                wish.lane.tokens = wish.tokens - count;
                wish.lane.tokensAt = now;
                changed.add(wish.lane);
            }
            if (count >= wish.most) {
                claim.again().put(wish.subscription.id(), 0L);
            }
        }
        BreakerState.saveTokens(tables, connection, changed);
        Map<String, Message> messages = queuedMessages.read(
                connection, rows.stream().map(row -> row.messageId).collect(Collectors.toSet()));
        for (Row row : rows) {
            Message message = messages.get(row.messageId);
            if (message != null) {
                claim.taken().add(row.with(message, now));
            } else {
                drop(connection, row);
            }
        }
        return claim;
    }

    /**
     * Returns those of the subscriptions that no other node claims at the moment; others wait for the next claim. The locks
     * last until the transaction ends, and write nothing. SQLite has one writer.
     */
    private Set<String> lock(Connection connection, List<String> subscriptions) throws SQLException {
        if (!tables.isPostgres()) {
            return Set.copyOf(subscriptions);
        }
        Set<String> ours = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT s.id FROM unnest(CAST(? AS text[])) AS s(id)"
                        + " WHERE pg_try_advisory_xact_lock(?, hashtext(s.id))")) {
            SqlLists.bindTexts(tables, select, 1, subscriptions);
            select.setInt(2, tables.db().table("webhook_lane").hashCode());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ours.add(row.getString(1));
                }
            }
        }
        return ours;
    }

    /** How many deliveries of a subscription may be taken now. */
    private static final class Wish {
        final StoredSubscription subscription;
        final BreakerState lane;
        final double tokens;
        int most;
        int ordered;

        Wish(StoredSubscription subscription, BreakerState lane, double tokens, int most) {
            this.subscription = subscription;
            this.lane = lane;
            this.tokens = tokens;
            this.most = most;
        }
    }

    /** Returns what may be taken as far as the subscription goes; null if nothing may, with the time of the next look. */
    private @Nullable Wish wish(
            Claim claim,
            long now,
            StoredSubscription subscription,
            @Nullable BreakerState lane,
            int busy,
            ToIntFunction<StoredSubscription> atOnce) {
        String id = subscription.id();
        String handler = subscription.options().handler();
        if (subscription.state() == Subscription.State.PAUSED || (handler != null && !handlers.contains(handler))) {
            claim.again().put(id, RESTING);
            return null;
        }
        if (lane == null) {
            claim.again().put(id, LOCKED); // another node works on it, or its row was lost
            return null;
        }
        if (lane.holdUntil > now) {
            claim.again().put(id, lane.holdUntil - now);
            return null;
        }
        double rate = subscription.options().rate();
        double tokens = rate > 0 ? lane.tokensAt(now, rate) : Integer.MAX_VALUE;
        if (tokens < 1) {
            claim.again().put(id, (long) Math.ceil((1 - tokens) * 1000 / rate));
            return null;
        }
        int free = (lane.probing ? 1 : atOnce.applyAsInt(subscription)) - busy;
        if (free < 1) {
            return null; // the end of its own attempts brings the next look
        }
        return new Wish(subscription, lane, tokens, (int) Math.min(free, tokens));
    }

    private void takeAll(Connection connection, long now, List<Wish> wishes, String lease, List<Row> into)
            throws SQLException {
        for (Wish wish : wishes) {
            if (wish.subscription.options().isOrdered() || keyed.contains(wish.subscription.id())) {
                int before = into.size();
                takeHeads(connection, now, wish, lease, into);
                wish.ordered = into.size() - before;
            }
        }
        List<Wish> open =
                wishes.stream().filter(wish -> wish.most > wish.ordered).toList();
        if (open.isEmpty()) {
            return;
        }
        Map<String, Wish> byId = new HashMap<>();
        open.forEach(wish -> byId.put(wish.subscription.id(), wish));
        try (PreparedStatement update = connection.prepareStatement(take)) {
            if (tables.isPostgres()) {
                SqlLists.bindTexts(
                        tables,
                        update,
                        1,
                        open.stream().map(wish -> wish.subscription.id()).toList());
                SqlLists.bindNumbers(
                        tables,
                        update,
                        2,
                        open.stream()
                                .map(wish -> (long) wish.most - wish.ordered)
                                .toList());
                SqlLists.bindNumbers(
                        tables,
                        update,
                        3,
                        open.stream().map(wish -> leaseEnd(wish, now)).toList());
                update.setLong(4, now);
                update.setString(5, lease);
                read(update, lease, byId, into);
                return;
            }
            for (Wish wish : open) {
                update.setString(1, lease);
                update.setLong(2, leaseEnd(wish, now));
                update.setString(3, wish.subscription.id());
                update.setLong(4, now);
                update.setInt(5, wish.most - wish.ordered);
                read(update, lease, byId, into);
            }
        }
    }

    /** Goes on behind the key at which the claim before ended, so that each key has its turn, and begins anew once. */
    private void takeHeads(Connection connection, long now, Wish wish, String lease, List<Row> into)
            throws SQLException {
        String id = wish.subscription.id();
        String from = lastKeys.getOrDefault(id, "");
        int before = into.size();
        try (PreparedStatement update = connection.prepareStatement(takeOrdered)) {
            for (int round = 0; round < (from.isEmpty() ? 1 : 2) && into.size() - before < wish.most; round++) {
                update.setString(1, id);
                update.setString(2, round == 0 ? from : "");
                update.setString(3, id);
                update.setString(4, id);
                update.setLong(5, now);
                update.setInt(6, wish.most - (into.size() - before));
                update.setString(7, lease);
                update.setLong(8, leaseEnd(wish, now));
                read(update, lease, Map.of(id, wish), into);
            }
        }
        String last = "";
        for (Row row : into.subList(before, into.size())) {
            String key = row.orderKey == null ? "" : row.orderKey;
            last = key.compareTo(last) > 0 ? key : last;
        }
        lastKeys.put(id, into.size() - before < wish.most ? "" : last);
    }

    private static long leaseEnd(Wish wish, long now) {
        return now + ClaimedDelivery.leaseTime(wish.subscription).toMillis();
    }

    /** Removes a delivery whose message is not there, which only a damaged or foreign database has. */
    private void drop(Connection connection, Row row) throws SQLException {
        LOG.warn("delivery {} was dropped: its message {} is not in the database", row.id, row.messageId);
        try (PreparedStatement delete =
                connection.prepareStatement(tables.sql("DELETE FROM ${webhook_delivery} WHERE id = ?"))) {
            delete.setLong(1, row.id);
            delete.executeUpdate();
        }
    }

    private static void read(PreparedStatement update, String lease, Map<String, Wish> wishes, List<Row> into)
            throws SQLException {
        try (ResultSet row = update.executeQuery()) {
            while (row.next()) {
                Wish wish = wishes.get(row.getString(3));
                if (wish != null) {
                    into.add(new Row(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(4),
                            row.getInt(5),
                            row.getInt(6) != 0,
                            row.getLong(7),
                            wish.subscription,
                            lease,
                            wish.lane.isTroubled()));
                }
            }
        }
    }

    private Map<String, Integer> underWay(Connection connection, long now, Set<String> subscriptions)
            throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(countUnderWay)) {
            select.setLong(1, now);
            SqlLists.bindTexts(tables, select, 2, subscriptions);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getInt(2));
                }
            }
        }
        return counts;
    }

    /** Returns the subscriptions with a delivery that may be due, walking from one to the next by the index. */
    Set<String> due(Connection connection) throws SQLException {
        Set<String> due = new LinkedHashSet<>();
        Set<String> withKeys = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(walk("order_key IS NULL")
                + " SELECT s, 0 FROM subs WHERE s IS NOT NULL AND (SELECT min(due_at) FROM ${webhook_delivery}"
                + " WHERE subscription_id = s AND order_key IS NULL) <= NOW UNION ALL " + ordered()))) {
            tables.bindNow(select, 1);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(row.getString(1));
                    if (row.getInt(2) == 1) {
                        withKeys.add(row.getString(1));
                    }
                }
            }
        }
        keyed = withKeys;
        return due;
    }

    private static String walk(String which) {
        return "WITH RECURSIVE subs(s) AS (" + steps("subs", which) + "), ordered(s) AS ("
                + steps("ordered", "order_key IS NOT NULL") + ")";
    }

    private static String steps(String name, String which) {
        return "SELECT min(subscription_id) FROM ${webhook_delivery} WHERE " + which
                + " UNION ALL SELECT (SELECT min(subscription_id) FROM ${webhook_delivery} WHERE " + which
                + " AND subscription_id > " + name + ".s) FROM " + name + " WHERE " + name + ".s IS NOT NULL";
    }

    private static String ordered() {
        return "SELECT s, 1 FROM ordered WHERE s IS NOT NULL";
    }

    private record Row(
            long id,
            String messageId,
            @Nullable String orderKey,
            int attempt,
            boolean once,
            long createdAt,
            StoredSubscription subscription,
            String lease,
            boolean troubled) {
        ClaimedDelivery with(Message message, long now) {
            return new ClaimedDelivery(
                    id, lease, attempt, once, orderKey, createdAt, now, message, subscription, troubled);
        }
    }
}
