// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.webhooks.internal.ClaimedDelivery.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the messages of claimed deliveries, each once. */
final class QueuedMessages {
    private final WebhookTables tables;
    private final String select;

    QueuedMessages(WebhookTables tables) {
        this.tables = tables;
        this.select = tables.sql(
                "SELECT id, type, payload, traceparent FROM ${webhook_message} WHERE " + SqlLists.in(tables, "id"));
    }

    /** Returns the messages by their ids. One that is not in the database is left out. */
    Map<String, Message> read(Connection connection, Set<String> ids) throws SQLException {
        Map<String, Message> messages = new HashMap<>();
        if (ids.isEmpty()) {
            return messages;
        }
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            SqlLists.bindTexts(tables, statement, 1, ids);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String id = row.getString(1);
                    messages.put(id, new Message(id, row.getString(2), row.getBytes(3), row.getString(4)));
                }
            }
        }
        return messages;
    }
}
