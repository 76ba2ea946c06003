// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.webhooks.SubscriptionAlert;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Publishes alerts as events of this module's own types. An alert about such an event is not published again. */
final class AlertEvents {
    private final WebhookTables tables;
    private final EventPublisher publisher;
    private final SubscriptionCatalog catalog;

    AlertEvents(WebhookTables tables, EventPublisher publisher, SubscriptionCatalog catalog) {
        this.tables = tables;
        this.publisher = publisher;
        this.catalog = catalog;
    }

    /** Stores the alert as an event, if a subscription takes it. */
    void publish(Connection connection, SubscriptionAlert alert) throws SQLException {
        String cause = alert.type();
        String type = EventFilter.OWN + ".subscription." + alert.kind().name().toLowerCase(Locale.ROOT);
        if ((cause != null && cause.startsWith(EventFilter.OWN + "."))
                || catalog.current(connection).takers(type, List.of()).isEmpty()) {
            return;
        }
        ObjectNode envelope = OptionsCodec.MAPPER.createObjectNode();
        envelope.put("type", type);
        envelope.put("timestamp", alert.at().toString());
        ObjectNode data = envelope.putObject("data");
        data.put("subscription", alert.subscriptionId());
        data.put("eventType", alert.type());
        data.put("message", alert.messageId());
        data.put("text", alert.text());
        publisher.publish(
                connection,
                new NewMessage(
                        TimedIds.message(),
                        type,
                        envelope.toString().getBytes(StandardCharsets.UTF_8),
                        null,
                        null,
                        List.of(),
                        subjects(connection, alert.messageId()),
                        null));
    }

    /** Reads the people of the event that brought it about: its error may name them, so it is erased with that event. */
    private List<String> subjects(Connection connection, @Nullable String message) throws SQLException {
        List<String> subjects = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                tables.sql("SELECT subject FROM ${webhook_subject} WHERE message_id = ? ORDER BY subject"))) {
            select.setString(1, message);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    subjects.add(row.getString(1));
                }
            }
        }
        return subjects;
    }
}
