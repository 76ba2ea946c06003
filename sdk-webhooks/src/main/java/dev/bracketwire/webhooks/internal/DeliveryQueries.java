// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Pages;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.EventMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads deliveries, both queued and finished, with their messages and attempts. */
public final class DeliveryQueries {
    private static final int PAGE = 200;

    private final WebhookTables tables;

    /** Reads these tables. */
    public DeliveryQueries(WebhookTables tables) {
        this.tables = tables;
    }

    /** Returns a time in milliseconds; one that is too far away for them is the last before it. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Returns the deliveries that a filter selects, the newest first. */
    public Pages<Delivery> pages(DeliveryFilter filter) {
        return Pages.of("deliveries", cursor -> {
            long before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
            return tables.db().read(connection -> {
                List<Delivery> found = find(connection, filter, before, PAGE);
                String next = found.size() < PAGE
                        ? null
                        : Long.toString(found.get(PAGE - 1).id());
                return new Pages.Page<>(found, next);
            });
        });
    }

    /** Returns deliveries with a number below this one, the newest first. */
    List<Delivery> find(Connection connection, DeliveryFilter filter, long cursor, int most) throws SQLException {
        long before = filter.before() == null ? cursor : Math.min(cursor, filter.before());
        List<Delivery> found = new ArrayList<>();
        long now = tables.now(connection);
        Set<Delivery.State> states = filter.states();
        if (states.isEmpty() || states.contains(Delivery.State.PENDING) || states.contains(Delivery.State.IN_FLIGHT)) {
            found.addAll(queued(connection, filter, before, most, now));
        }
        if (states.isEmpty() || states.stream().anyMatch(state -> state.compareTo(Delivery.State.IN_FLIGHT) > 0)) {
            // One that was finished between the two statements is in both.
            List<Delivery> finished = finished(connection, filter, before, most);
            Set<Long> ids = finished.stream().map(Delivery::id).collect(Collectors.toSet());
            found.removeIf(each -> ids.contains(each.id()));
            found.addAll(finished);
        }
        found.sort(Comparator.comparingLong(Delivery::id).reversed());
        return found.size() > most ? List.copyOf(found.subList(0, most)) : found;
    }

    private List<Delivery> queued(Connection connection, DeliveryFilter filter, long before, int most, long now)
            throws SQLException {
        Conditions conditions = new Conditions("d", "m.type", filter, before);
        boolean pending = filter.states().contains(Delivery.State.PENDING);
        boolean inFlight = filter.states().contains(Delivery.State.IN_FLIGHT);
        if (pending != inFlight) {
            conditions.add(
                    inFlight ? "(d.lease IS NOT NULL AND d.due_at > ?)" : "(d.lease IS NULL OR d.due_at <= ?)", now);
        }
        List<Delivery> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT d.id, d.message_id, d.subscription_id, COALESCE(m.type, ''), d.lease, d.attempt,"
                        + " d.last_status, d.last_error, d.created_at, d.due_at FROM ${webhook_delivery} d"
                        + " LEFT JOIN ${webhook_message} m ON m.id = d.message_id" + conditions.sql()
                        + " ORDER BY d.id DESC LIMIT " + most))) {
            conditions.bind(select);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long dueAt = row.getLong(10);
                    boolean leased = row.getString(5) != null && dueAt > now;
                    found.add(new Delivery(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            leased ? Delivery.State.IN_FLIGHT : Delivery.State.PENDING,
                            row.getInt(6),
                            status(row, 7),
                            row.getString(8),
                            Instant.ofEpochMilli(row.getLong(9)),
                            leased ? null : Instant.ofEpochMilli(dueAt),
                            null));
                }
            }
        }
        return found;
    }

    private List<Delivery> finished(Connection connection, DeliveryFilter filter, long before, int most)
            throws SQLException {
        Conditions conditions = new Conditions("f", "f.type", filter, before);
        if (!filter.states().isEmpty()) {
            String places =
                    String.join(", ", Collections.nCopies(filter.states().size(), "?"));
            conditions.add(
                    "f.state IN (" + places + ")",
                    filter.states().stream().map(Enum::name).toArray());
        }
        List<Delivery> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(
                "SELECT f.id, f.message_id, f.subscription_id, f.type, f.state, f.attempt, f.last_status, f.last_error,"
                        + " f.created_at, f.finished_at FROM ${webhook_finished} f" + conditions.sql()
                        + " ORDER BY f.id DESC LIMIT " + most))) {
            conditions.bind(select);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Delivery(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            state(row.getString(5)),
                            row.getInt(6),
                            status(row, 7),
                            row.getString(8),
                            Instant.ofEpochMilli(row.getLong(9)),
                            null,
                            Instant.ofEpochMilli(row.getLong(10))));
                }
            }
        }
        return found;
    }

    private static Delivery.State state(String name) {
        try {
            return Delivery.State.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw OptionsCodec.damaged("the state of a delivery", e);
        }
    }

    private static @Nullable Integer status(ResultSet row, int column) throws SQLException {
        int status = row.getInt(column);
        return row.wasNull() ? null : status;
    }

    /** Returns a delivery. */
    public Delivery delivery(Connection connection, long id) throws SQLException {
        // A filter selects ids below one, so the delivery of this id is the first below the next.
        for (Delivery each : find(connection, DeliveryFilter.all(), id + 1, 1)) {
            if (each.id() == id) {
                return each;
            }
        }
        throw new NotFoundException(Where.of("webhooks", "delivery"), "there is no delivery " + id);
    }

    /** Returns the log of a delivery, the first attempt first. */
    public List<DeliveryAttempt> attempts(Connection connection, long delivery) throws SQLException {
        List<DeliveryAttempt> attempts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(
                "SELECT number, at, took_ms, succeeded, status, error, url, request_headers, reply_headers, reply_body"
                        + " FROM ${webhook_attempt} WHERE delivery_id = ? ORDER BY number"))) {
            select.setLong(1, delivery);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    attempts.add(new DeliveryAttempt(
                            delivery,
                            row.getInt(1),
                            Instant.ofEpochMilli(row.getLong(2)),
                            Duration.ofMillis(row.getLong(3)),
                            row.getInt(4) != 0,
                            status(row, 5),
                            row.getString(6),
                            row.getString(7),
                            OptionsCodec.headers(row.getString(8)),
                            OptionsCodec.headers(row.getString(9)),
                            row.getString(10)));
                }
            }
        }
        return attempts;
    }

    /** Returns a message with its deliveries, if it is kept. */
    public Optional<EventMessage> message(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT type, created_at, payload FROM ${webhook_message} WHERE id = ?"))) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new EventMessage(
                        id,
                        row.getString(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        new String(row.getBytes(3), StandardCharsets.UTF_8),
                        find(connection, DeliveryFilter.all().message(id), Long.MAX_VALUE, 10_000)));
            }
        }
    }

    /** Returns the failure of a search for a message. */
    public NotFoundException noMessage(String id) {
        return new NotFoundException(Where.of("webhooks", "message"), "there is no message " + id);
    }

    /** Returns the messages about a subject, the newest first, at most 1000. */
    public List<EventMessage> about(Connection connection, String subject) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(
                "SELECT message_id FROM ${webhook_subject} WHERE subject = ? ORDER BY message_id DESC LIMIT 1000"))) {
            select.setString(1, subject);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        List<EventMessage> messages = new ArrayList<>();
        for (String id : ids) {
            message(connection, id).ifPresent(messages::add);
        }
        return messages;
    }

    /** Collects the conditions of a query. */
    private static final class Conditions {
        private final StringBuilder text = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Conditions(String table, String type, DeliveryFilter filter, long before) {
            add(table + ".id < ?", before);
            String subscription = filter.subscription();
            String message = filter.message();
            String wanted = filter.type();
            Instant since = filter.since();
            Instant until = filter.until();
            if (subscription != null) {
                add(table + ".subscription_id = ?", subscription);
            }
            if (message != null) {
                add(table + ".message_id = ?", message);
            }
            if (wanted != null) {
                add(type + " = ?", wanted);
            }
            if (since != null) {
                add(table + ".created_at >= ?", millis(since));
            }
            if (until != null) {
                add(table + ".created_at < ?", millis(until));
            }
        }

        void add(String condition, Object... values) {
            text.append(text.isEmpty() ? " WHERE " : " AND ").append(condition);
            parameters.addAll(List.of(values));
        }

        String sql() {
            return text.toString();
        }

        void bind(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
        }
    }
}
