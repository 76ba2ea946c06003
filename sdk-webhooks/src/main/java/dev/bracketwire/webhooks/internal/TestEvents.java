// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.EventMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends test events past the queue, and writes requests as commands. */
public final class TestEvents {
    private final WebhookTables tables;
    private final DeliverySender sender;
    private final CallThreads threads;

    /** Sends by this sender. */
    public TestEvents(WebhookTables tables, DeliverySender sender, CallThreads threads) {
        this.tables = tables;
        this.sender = sender;
        this.threads = threads;
    }

    /** Sends one test event and returns the log of the attempt, which is not stored. */
    public Call<DeliveryAttempt> send(StoredSubscription subscription) {
        return threads.call("test of a webhook", run -> {
            Instant now = threads.dates().instant();
            ObjectNode envelope = OptionsCodec.MAPPER.createObjectNode();
            envelope.put("type", EventFilter.OWN + ".test");
            envelope.put("timestamp", now.toString());
            envelope.putObject("data").put("subscription", subscription.id());
            ClaimedDelivery.Message message = new ClaimedDelivery.Message(
                    TimedIds.message(),
                    EventFilter.OWN + ".test",
                    envelope.toString().getBytes(StandardCharsets.UTF_8),
                    null);
            return sender.attempt(new ClaimedDelivery(
                            0, "", 1, true, null, now.toEpochMilli(), now.toEpochMilli(), message, subscription, false))
                    .log();
        });
    }

    /** Writes a request as a command for curl, with a fresh signature and without secret headers. */
    public String curl(Connection connection, StoredSubscription subscription, EventMessage message)
            throws SQLException {
        if (subscription.options().handler() != null) {
            throw new IllegalArgumentException("the delivery goes to a handler, which curl cannot reach");
        }
        byte[] payload = message.payload().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = sender.headers(
                subscription,
                message.id(),
                payload,
                trace(connection, message.id()),
                threads.dates().instant());
        sender.secrets(subscription).headers().keySet().forEach(headers::remove);
        StringBuilder command = new StringBuilder("curl --globoff -X POST ")
                .append(quoted(String.valueOf(subscription.options().url())))
                .append(" -H 'Content-Type: application/json'");
        headers.forEach((name, value) -> command.append(" -H ").append(quoted(name + ": " + value)));
        return command.append(" --data-raw ").append(quoted(message.payload())).toString();
    }

    private @Nullable String trace(Connection connection, String message) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(tables.sql("SELECT traceparent FROM ${webhook_message} WHERE id = ?"))) {
            select.setString(1, message);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Quotes for a POSIX shell, in which nothing within single quotes has a meaning but the quote itself. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
