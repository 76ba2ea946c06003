// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionAlert;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.internal.AttemptResult.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stores the results of attempts. Each statement shows the lease of its claim, so a node that was paused past its lease
 * changes nothing. A finished delivery leaves the queue with its result in one transaction.
 */
final class DeliveryResults {
    private static final Duration LONGEST_HOLD = Duration.ofHours(24);
    private static final Duration OVERLOAD_WAIT = Duration.ofSeconds(60);
    private static final int BLOCKED_ATTEMPTS = 3;
    private static final int LONGEST_REASON = 500;

    private final WebhookTables tables;
    private final AlertEvents alertEvents;
    private final SubscriptionStates states;
    private final Duration disableAfter;
    private final String delete;
    private final String finish;
    private final String repeat;
    private final String log;

    DeliveryResults(WebhookTables tables, AlertEvents alertEvents, SubscriptionStates states, Duration disableAfter) {
        this.tables = tables;
        this.alertEvents = alertEvents;
        this.states = states;
        this.disableAfter = disableAfter;
        this.delete = tables.sql("DELETE FROM ${webhook_delivery} WHERE id = ? AND lease = ?");
        this.finish =
                tables.sql("INSERT INTO ${webhook_finished} (id, message_id, subscription_id, type, state, attempt,"
                        + " last_status, last_error, created_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + SubscriptionStates.REPLACE_FINISHED);
        this.repeat =
                tables.sql("UPDATE ${webhook_delivery} SET lease = NULL, due_at = ?, order_key = ?, last_status = ?,"
                        + " last_error = ?, attempt = ? WHERE id = ? AND lease = ?");
        this.log =
                tables.sql("INSERT INTO ${webhook_attempt} (delivery_id, number, at, took_ms, succeeded, status, error,"
                        + " url, request_headers, reply_headers, reply_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (delivery_id, number) DO NOTHING");
    }

    /**
     * An attempt that ended.
     *
     * @param oftenFailing whether too many of the latest attempts failed, as this node saw it
     */
    record Ended(ClaimedDelivery claimed, AttemptResult result, boolean oftenFailing) {}

    /** Holds the stored results, for listeners and for the next claim. */
    static final class Stored {
        final List<DeliveryAttempt> attempts = new ArrayList<>();
        final List<Delivery> finished = new ArrayList<>();
        final List<SubscriptionAlert> alerts = new ArrayList<>();
        final Set<String> touched = new LinkedHashSet<>();
    }

    /** Stores the results within one transaction. */
    Stored store(Connection connection, long now, List<Ended> all) throws SQLException {
        Stored stored = new Stored();
        if (all.isEmpty()) {
            return stored;
        }
        Set<String> troubled = new LinkedHashSet<>();
        for (Ended each : all) {
            stored.touched.add(each.claimed.subscription().id());
            if (each.claimed.laneFailed() || each.result.verdict() != Verdict.DELIVERED) {
                troubled.add(each.claimed.subscription().id());
            }
        }
        Map<String, BreakerState> lanes =
                troubled.isEmpty() ? Map.of() : BreakerState.lock(tables, connection, troubled);
        List<Planned> planned = new ArrayList<>();
        for (Ended each : all) {
            planned.add(plan(each, now));
        }
        try (PreparedStatement remove = connection.prepareStatement(delete);
                PreparedStatement again = connection.prepareStatement(repeat)) {
            for (Planned each : planned) {
                if (each.state == null) {
                    bindRepeat(again, each, now);
                } else {
                    remove.setLong(1, each.ended.claimed.id());
                    remove.setString(2, each.ended.claimed.lease());
                    remove.addBatch();
                }
            }
            int[] removed = planned.stream().anyMatch(each -> each.state != null) ? remove.executeBatch() : new int[0];
            int[] repeated = planned.stream().anyMatch(each -> each.state == null) ? again.executeBatch() : new int[0];
            int removals = 0;
            int repeats = 0;
            for (Planned each : planned) {
                each.ours = (each.state == null ? repeated[repeats++] : removed[removals++]) == 1;
            }
        }
        finish(connection, planned, now, stored);
        log(connection, planned, stored);
        for (Planned each : planned) {
            if (each.ours) {
                BreakerState lane = lanes.get(each.ended.claimed.subscription().id());
                if (lane != null && each.ended.result.verdict() != Verdict.INTERRUPTED) {
                    count(connection, each, lane, now, stored);
                }
            }
        }
        BreakerState.save(tables, connection, lanes.values());
        return stored;
    }

    private static final class Planned {
        final Ended ended;
        final Delivery.@Nullable State state;
        final long dueAt;
        final boolean parked;
        boolean ours;

        Planned(Ended ended, Delivery.@Nullable State state, long dueAt, boolean parked) {
            this.ended = ended;
            this.state = state;
            this.dueAt = dueAt;
            this.parked = parked;
        }
    }

    private Planned plan(Ended ended, long now) {
        ClaimedDelivery claimed = ended.claimed;
        AttemptResult result = ended.result;
        SubscriptionOptions options = claimed.subscription().options();
        return switch (result.verdict()) {
            case DELIVERED -> new Planned(ended, Delivery.State.SUCCEEDED, 0, false);
            case ABORTED, GONE -> new Planned(ended, Delivery.State.CANCELLED, 0, false);
            case INTERRUPTED -> new Planned(ended, null, now, false);
            case FAILED, BLOCKED -> {
                Optional<Duration> wait = options.retries().after(claimed.attempt());
                boolean last = claimed.once()
                        || wait.isEmpty()
                        || (result.verdict() == Verdict.BLOCKED && claimed.attempt() >= BLOCKED_ATTEMPTS);
                if (last) {
                    yield new Planned(ended, Delivery.State.EXHAUSTED, 0, false);
                }
                boolean parked = options.passAfter() > 0 && claimed.attempt() >= options.passAfter();
                yield new Planned(ended, null, now + waitMillis(wait.orElseThrow(), result), parked);
            }
        };
    }

    private static long waitMillis(Duration scheduled, AttemptResult result) {
        long wait = (long) (scheduled.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
        if (result.overloaded()) {
            wait = Math.max(wait, OVERLOAD_WAIT.toMillis());
        }
        Duration asked = result.retryAfter();
        return asked == null ? wait : Math.max(wait, hold(asked).toMillis());
    }

    private static Duration hold(Duration asked) {
        return asked.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : asked;
    }

    private static void bindRepeat(PreparedStatement again, Planned each, long now) throws SQLException {
        ClaimedDelivery claimed = each.ended.claimed;
        again.setLong(1, Math.max(now, each.dueAt));
        again.setString(2, each.parked ? null : claimed.orderKey());
        setStatus(again, 3, each.ended.result.log());
        boolean counts = each.ended.result.verdict() != Verdict.INTERRUPTED;
        again.setString(4, counts ? reason(each.ended.result.log()) : "");
        again.setInt(5, counts ? claimed.attempt() : claimed.attempt() - 1);
        again.setLong(6, claimed.id());
        again.setString(7, claimed.lease());
        again.addBatch();
    }

    private static void setStatus(PreparedStatement statement, int index, DeliveryAttempt attempt) throws SQLException {
        Integer status = attempt.status();
        if (status == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setInt(index, status);
        }
    }

    private static String reason(DeliveryAttempt attempt) {
        return attempt.error().length() > LONGEST_REASON
                ? attempt.error().substring(0, LONGEST_REASON)
                : attempt.error();
    }

    private void finish(Connection connection, List<Planned> planned, long now, Stored stored) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(finish)) {
            boolean any = false;
            for (Planned each : planned) {
                Delivery.State state = each.state;
                if (each.ours && state != null) {
                    ClaimedDelivery claimed = each.ended.claimed;
                    DeliveryAttempt attempt = each.ended.result.log();
                    insert.setLong(1, claimed.id());
                    insert.setString(2, claimed.message().id());
                    insert.setString(3, claimed.subscription().id());
                    insert.setString(4, claimed.message().type());
                    insert.setString(5, state.name());
                    insert.setInt(6, claimed.attempt());
                    setStatus(insert, 7, attempt);
                    insert.setString(8, reason(attempt));
                    insert.setLong(9, claimed.createdAt());
                    insert.setLong(10, now);
                    insert.addBatch();
                    any = true;
                    stored.finished.add(new Delivery(
                            claimed.id(),
                            claimed.message().id(),
                            claimed.subscription().id(),
                            claimed.message().type(),
                            state,
                            claimed.attempt(),
                            attempt.status(),
                            reason(attempt),
                            Instant.ofEpochMilli(claimed.createdAt()),
                            null,
                            Instant.ofEpochMilli(now)));
                }
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }

    private void log(Connection connection, List<Planned> planned, Stored stored) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(log)) {
            for (Planned each : planned) {
                if (each.ours && each.ended.result.verdict() != Verdict.INTERRUPTED) {
                    DeliveryAttempt attempt = each.ended.result.log();
                    insert.setLong(1, attempt.deliveryId());
                    insert.setInt(2, attempt.number());
                    insert.setLong(3, attempt.at().toEpochMilli());
                    insert.setLong(4, attempt.took().toMillis());
                    insert.setInt(5, attempt.succeeded() ? 1 : 0);
                    setStatus(insert, 6, attempt);
                    insert.setString(7, attempt.error());
                    insert.setString(8, attempt.url());
                    insert.setString(9, OptionsCodec.headers(attempt.requestHeaders()));
                    insert.setString(10, OptionsCodec.headers(attempt.replyHeaders()));
                    insert.setString(11, attempt.replyBody());
                    insert.addBatch();
                    stored.attempts.add(attempt);
                }
            }
            if (!stored.attempts.isEmpty()) {
                insert.executeBatch();
            }
        }
    }

    private void count(Connection connection, Planned each, BreakerState lane, long now, Stored stored)
            throws SQLException {
        AttemptResult result = each.ended.result;
        List<SubscriptionAlert.Kind> kinds;
        if (result.verdict() == Verdict.DELIVERED || result.verdict() == Verdict.ABORTED) {
            kinds = lane.succeeded();
        } else {
            // One event of a sender that cannot be handled must not hold up the others, nor end the receiving.
            kinds = new ArrayList<>(
                    lane.subscription.startsWith("incoming_")
                            ? lane.failedAlone(now)
                            : lane.failed(now, each.ended.oftenFailing, disableAfter));
            Duration asked = result.retryAfter();
            if (asked != null) {
                lane.holdFor(now, hold(asked));
            }
            if (each.state == Delivery.State.EXHAUSTED) {
                kinds.add(
                        result.verdict() == Verdict.BLOCKED
                                ? SubscriptionAlert.Kind.MISCONFIGURED
                                : SubscriptionAlert.Kind.EXHAUSTED);
            }
            if (result.verdict() == Verdict.GONE && lane.tellDisabled()) {
                kinds.add(SubscriptionAlert.Kind.DISABLED);
            }
        }
        for (SubscriptionAlert.Kind kind : kinds) {
            SubscriptionAlert alert = alert(kind, each.ended, lane, now);
            if (kind == SubscriptionAlert.Kind.DISABLED) {
                // Without the error, which may quote data of the event and would outlive its erasure.
                String reason = result.verdict() == Verdict.GONE
                        ? "the receiver asked to get nothing more"
                        : "every attempt failed since " + Instant.ofEpochMilli(lane.failingSince());
                states.set(connection, lane.subscription, Subscription.State.DISABLED, reason);
            }
            alertEvents.publish(connection, alert);
            stored.alerts.add(alert);
        }
    }

    private SubscriptionAlert alert(SubscriptionAlert.Kind kind, Ended ended, BreakerState lane, long now) {
        ClaimedDelivery claimed = ended.claimed;
        String last = "The last attempt, " + claimed.message().type() + " "
                + claimed.message().id() + ", ended with: " + reason(ended.result.log()) + ".";
        Instant since = Instant.ofEpochMilli(lane.failingSince() == 0 ? now : lane.failingSince());
        String text = switch (kind) {
            case FAILING -> lane.failures + " attempts in a row failed since " + since + ". " + last;
            case RECOVERED -> "Attempts succeed again.";
            case WARNING ->
                "Every attempt since " + since + " failed. It will be disabled at " + since.plus(disableAfter)
                        + " unless one succeeds. " + last;
            case DISABLED ->
                ended.result.verdict() == Verdict.GONE
                        ? "The receiver asked to get nothing more. " + last
                        : "Every attempt since " + since + " failed. " + last;
            case MISCONFIGURED -> "Its URL leads to an address that is refused. " + last;
            case EXHAUSTED -> "A delivery became a dead letter after attempt " + claimed.attempt() + ". " + last;
        };
        return new SubscriptionAlert(
                kind,
                lane.subscription,
                claimed.message().type(),
                claimed.message().id(),
                text,
                Instant.ofEpochMilli(now));
    }
}
