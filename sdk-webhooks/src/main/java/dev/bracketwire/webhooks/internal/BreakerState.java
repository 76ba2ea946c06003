// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.SubscriptionAlert;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The breaker and the holds of one subscription, shared by all nodes. After ten failures in a row, or seven of ten within
 * five minutes, nothing is sent for 30 seconds, doubling to 30 minutes; then one delivery is tried, and its success lets the
 * others follow. Deliveries that wait for that use up no attempts.
 */
final class BreakerState {
    private static final int CONSECUTIVE = 10;
    private static final int FAILING_AT = 4;
    private static final int TOLD_FAILING = 1;
    private static final int TOLD_WARNING = 2;
    private static final int TOLD_DISABLED = 4;
    private static final long FIRST_OPEN = Duration.ofSeconds(30).toMillis();
    private static final long LONGEST_OPEN = Duration.ofMinutes(30).toMillis();
    private static final int DISABLING_FAILURES = 20;
    private static final long CLOCK_SET_BACK = Duration.ofSeconds(1).toMillis();

    final String subscription;
    long holdUntil;
    boolean probing;
    int failures;
    double tokens;
    long tokensAt;
    private long openMs;
    private long failingSince;
    private int alerted;

    private BreakerState(String subscription) {
        this.subscription = subscription;
    }

    /** Reads and locks the lanes of these subscriptions; results of other nodes wait. */
    static Map<String, BreakerState> lock(WebhookTables tables, Connection connection, Collection<String> subscriptions)
            throws SQLException {
        return read(tables, connection, subscriptions, tables.isPostgres() ? " FOR NO KEY UPDATE" : "");
    }

    /** Reads the lanes of these subscriptions. */
    static Map<String, BreakerState> read(WebhookTables tables, Connection connection, Collection<String> subscriptions)
            throws SQLException {
        return read(tables, connection, subscriptions, "");
    }

    private static Map<String, BreakerState> read(
            WebhookTables tables, Connection connection, Collection<String> subscriptions, String lock)
            throws SQLException {
        Map<String, BreakerState> lanes = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(
                "SELECT subscription_id, hold_until, breaker, open_ms, failures, failing_since, alerted, tokens,"
                        + " tokens_at FROM ${webhook_lane} WHERE " + SqlLists.in(tables, "subscription_id")
                        + " ORDER BY subscription_id" + lock))) {
            SqlLists.bindTexts(tables, select, 1, subscriptions);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    BreakerState lane = new BreakerState(row.getString(1));
                    lane.holdUntil = row.getLong(2);
                    lane.probing = row.getInt(3) != 0;
                    lane.openMs = row.getLong(4);
                    lane.failures = row.getInt(5);
                    lane.failingSince = row.getLong(6);
                    lane.alerted = row.getInt(7);
                    lane.tokens = row.getDouble(8);
                    lane.tokensAt = row.getLong(9);
                    lanes.put(lane.subscription, lane);
                }
            }
        }
        return lanes;
    }

    /** Makes the lanes of subscriptions that have none, as after a partial restore; without one nothing is sent. */
    static void makeMissing(WebhookTables tables, Connection connection, Collection<String> subscriptions)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                tables.sql("INSERT INTO ${webhook_lane} (subscription_id) SELECT s.id FROM ${webhook_subscription} s"
                        + " WHERE " + SqlLists.in(tables, "s.id") + " AND NOT EXISTS (SELECT 1 FROM ${webhook_lane} l"
                        + " WHERE l.subscription_id = s.id) ON CONFLICT (subscription_id) DO NOTHING"))) {
            SqlLists.bindTexts(tables, insert, 1, subscriptions);
            insert.executeUpdate();
        }
    }

    /** Whether it has failed since its last success, or is being probed. */
    boolean isTroubled() {
        return failures > 0 || probing;
    }

    /** Counts a success. */
    List<SubscriptionAlert.Kind> succeeded() {
        List<SubscriptionAlert.Kind> alerts =
                (alerted & TOLD_FAILING) != 0 ? List.of(SubscriptionAlert.Kind.RECOVERED) : List.of();
        if (probing) {
            holdUntil = 0;
        }
        failures = 0;
        failingSince = 0;
        alerted = 0;
        probing = false;
        openMs = 0;
        return alerts;
    }

    /**
     * Counts a failure.
     *
     * @param oftenFailing whether too many of the attempts of the last minutes failed
     * @param disableAfter after how long without a success it is disabled
     */
    List<SubscriptionAlert.Kind> failed(long now, boolean oftenFailing, Duration disableAfter) {
        List<SubscriptionAlert.Kind> alerts = new ArrayList<>();
        failures++;
        if (failingSince == 0) {
            failingSince = now;
        }
        // The attempts that were under way when the breaker opened do not open it further.
        boolean open = probing && openMs > 0 && holdUntil > now;
        if (!open && (probing || failures >= CONSECUTIVE || oftenFailing)) {
            openMs = Math.min(LONGEST_OPEN, openMs == 0 ? FIRST_OPEN : openMs * 2);
            probing = true;
            holdUntil = Math.max(holdUntil, now + openMs);
        }
        if (failures >= FAILING_AT && (alerted & TOLD_FAILING) == 0) {
            alerted |= TOLD_FAILING;
            alerts.add(SubscriptionAlert.Kind.FAILING);
        }
        long failingFor = now - failingSince;
        if (failures >= DISABLING_FAILURES && failingFor >= disableAfter.toMillis()) {
            if (tellDisabled()) {
                alerts.add(SubscriptionAlert.Kind.DISABLED);
            }
        } else if (failingFor >= disableAfter.toMillis() / 5 * 4 && (alerted & TOLD_WARNING) == 0) {
            alerted |= TOLD_WARNING;
            alerts.add(SubscriptionAlert.Kind.WARNING);
        }
        return alerts;
    }

    /** Counts a failure that holds up nothing else and never disables the subscription. */
    List<SubscriptionAlert.Kind> failedAlone(long now) {
        failures++;
        if (failingSince == 0) {
            failingSince = now;
        }
        if (failures < FAILING_AT || (alerted & TOLD_FAILING) != 0) {
            return List.of();
        }
        alerted |= TOLD_FAILING;
        return List.of(SubscriptionAlert.Kind.FAILING);
    }

    /** Whether it is disabled now and was not before; the attempts that were under way then ask again. */
    boolean tellDisabled() {
        boolean first = (alerted & TOLD_DISABLED) == 0;
        alerted |= TOLD_DISABLED;
        return first;
    }

    /** Sends nothing for so long, as the receiver asked. */
    void holdFor(long now, Duration time) {
        holdUntil = Math.max(holdUntil, now + time.toMillis());
    }

    /** Forgets failures, and lets one delivery through before the others. */
    void startAnew() {
        failures = 0;
        failingSince = 0;
        alerted = 0;
        openMs = 0;
        holdUntil = 0;
        probing = true;
    }

    /** Returns the tokens that a rate allows now, with a burst of one second. */
    double tokensAt(long now, double rate) {
        double burst = Math.max(1, rate);
        boolean setBack = tokensAt - now > CLOCK_SET_BACK; // else nothing is sent until the clock is there again
        double refilled = tokensAt == 0 || setBack ? burst : tokens + Math.max(0, now - tokensAt) * rate / 1000;
        return Math.min(burst, refilled);
    }

    /** Writes back what results change. */
    static void save(WebhookTables tables, Connection connection, Collection<BreakerState> lanes) throws SQLException {
        if (lanes.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(
                tables.sql("UPDATE ${webhook_lane} SET hold_until = ?, breaker = ?, open_ms = ?, failures = ?,"
                        + " failing_since = ?, alerted = ? WHERE subscription_id = ?"))) {
            for (BreakerState lane : lanes) {
                update.setLong(1, lane.holdUntil);
                update.setInt(2, lane.probing ? 1 : 0);
                update.setLong(3, lane.openMs);
                update.setInt(4, lane.failures);
                update.setLong(5, lane.failingSince);
                update.setInt(6, lane.alerted);
                update.setString(7, lane.subscription);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Writes back what claims change. */
    static void saveTokens(WebhookTables tables, Connection connection, Collection<BreakerState> lanes)
            throws SQLException {
        if (lanes.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(
                tables.sql("UPDATE ${webhook_lane} SET tokens = ?, tokens_at = ? WHERE subscription_id = ?"))) {
            for (BreakerState lane : lanes) {
                update.setDouble(1, lane.tokens);
                update.setLong(2, lane.tokensAt);
                update.setString(3, lane.subscription);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Returns the time of the first failure since the last success; 0 if there is none. */
    long failingSince() {
        return failingSince;
    }
}
