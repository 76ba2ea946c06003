// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.store.ClusterTask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Removes payloads: those about a person at once, old ones by age. Messages that are still queued are never pruned. */
public final class PayloadErasure {
    private static final int BATCH = 500;
    private static final int ERASED_AT_ONCE = 100;

    private final WebhookTables tables;
    private final SubscriptionStates states;

    /** Erases in these tables. */
    public PayloadErasure(WebhookTables tables) {
        this.tables = tables;
        this.states = new SubscriptionStates(tables);
    }

    /** Erases all messages about a subject, in transactions of a bounded number. */
    public Call<Integer> erase(CallThreads threads, String subject) {
        return threads.call("erasure of payloads", run -> {
            int erased = 0;
            int some;
            do {
                some = run.get(tables.db().write(connection -> eraseSome(connection, subject, ERASED_AT_ONCE)));
                erased += some;
            } while (some == ERASED_AT_ONCE);
            return erased;
        });
    }

    /**
     * Erases a bounded number of messages about a subject: queued deliveries are cancelled, payload, keys and replies are
     * removed.
     *
     * @return how many there were; fewer than asked for if these were the last
     */
    public int eraseSome(Connection connection, String subject, int most) throws SQLException {
        List<String> ids = texts(
                connection,
                "SELECT message_id FROM ${webhook_subject} WHERE subject = ? ORDER BY message_id LIMIT " + most,
                subject);
        long now = tables.now(connection);
        for (String id : ids) {
            // First, as it locks the message: a resend of another node either is cancelled below or finds no payload.
            try (PreparedStatement update = connection.prepareStatement(
                    tables.sql("UPDATE ${webhook_message} SET payload = ?, order_key = NULL, channels = '',"
                            + " idempotency_key = NULL WHERE id = ?"))) {
                update.setBytes(1, new byte[0]);
                update.setString(2, id);
                update.executeUpdate();
            }
            states.cancelMessage(connection, id, "the payload was erased", now);
            run(
                    connection,
                    "UPDATE ${webhook_attempt} SET reply_body = '', reply_headers = '{}', error = 'erased'"
                            + " WHERE delivery_id IN (SELECT id FROM ${webhook_finished} WHERE message_id = ?)",
                    id);
            run(connection, "UPDATE ${webhook_finished} SET last_error = 'erased' WHERE message_id = ?", id);
            run(connection, "DELETE FROM ${webhook_subject} WHERE message_id = ?", id);
        }
        return ids.size();
    }

    /** Starts the task that prunes every ten minutes, on one of the nodes. */
    public ClusterTask schedule(Duration keepFinished, Duration keepDead) {
        return ClusterTask.builder(tables.db(), "webhooks-retention", Duration.ofMinutes(10), run -> {
                    while (tables.db()
                            .write(connection -> {
                                run.fence(connection);
                                return pruneSome(connection, keepFinished, keepDead);
                            })
                            .get()) {
                        run.checkActive();
                    }
                })
                .open();
    }

    /**
     * Removes a bounded number of finished deliveries with their attempts, and messages that have no delivery any more.
     *
     * @return whether there may be more
     */
    public boolean pruneSome(Connection connection, Duration keepFinished, Duration keepDead) throws SQLException {
        long now = tables.now(connection);
        int removed = pruneFinished(connection, "state <> 'EXHAUSTED'", now - keepFinished.toMillis());
        removed = Math.max(removed, pruneFinished(connection, "state = 'EXHAUSTED'", now - keepDead.toMillis()));
        removed = Math.max(removed, pruneMessages(connection, now - keepFinished.toMillis()));
        return removed == BATCH;
    }

    private int pruneFinished(Connection connection, String which, long before) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql("SELECT id FROM ${webhook_finished}"
                + " WHERE finished_at < ? AND " + which + " ORDER BY finished_at LIMIT " + BATCH))) {
            select.setLong(1, before);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        for (String table : List.of("${webhook_attempt} WHERE delivery_id", "${webhook_finished} WHERE id")) {
            if (!ids.isEmpty()) {
                try (PreparedStatement delete =
                        connection.prepareStatement(tables.sql("DELETE FROM " + SqlLists.in(tables, table)))) {
                    SqlLists.bindNumbers(tables, delete, 1, ids);
                    delete.executeUpdate();
                }
            }
        }
        return ids.size();
    }

    private int pruneMessages(Connection connection, long before) throws SQLException {
        List<String> ids = texts(
                connection,
                "SELECT m.id FROM ${webhook_message} m WHERE m.created_at < ?"
                        + " AND NOT EXISTS (SELECT 1 FROM ${webhook_delivery} d WHERE d.message_id = m.id)"
                        + " AND NOT EXISTS (SELECT 1 FROM ${webhook_finished} f WHERE f.message_id = m.id)"
                        + " ORDER BY m.created_at LIMIT " + BATCH
                        + (tables.isPostgres() ? " FOR UPDATE OF m SKIP LOCKED" : ""),
                before);
        // A resend of another node may have queued it between the look and the lock.
        String queued = " AND NOT EXISTS (SELECT 1 FROM ${webhook_delivery} d WHERE d.message_id = ";
        for (String id : ids) {
            run(
                    connection,
                    "DELETE FROM ${webhook_subject} AS s WHERE s.message_id = ?" + queued + "s.message_id)",
                    id);
            run(
                    connection,
                    "DELETE FROM ${webhook_handled} AS h WHERE h.message_id = ?" + queued + "h.message_id)",
                    id);
            run(connection, "DELETE FROM ${webhook_message} AS m WHERE m.id = ?" + queued + "m.id)", id);
        }
        return ids.size();
    }

    private List<String> texts(Connection connection, String sql, Object parameter) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(tables.sql(sql))) {
            select.setObject(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
        }
        return texts;
    }

    private void run(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(sql))) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        }
    }
}
