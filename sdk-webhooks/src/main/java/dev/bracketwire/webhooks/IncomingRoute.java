// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.CallThreads;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.http.WebRoute;
import dev.bracketwire.webhooks.internal.BodyFields;
import dev.bracketwire.webhooks.internal.EventFilter;
import dev.bracketwire.webhooks.internal.IncomingEnvelope;
import dev.bracketwire.webhooks.internal.IncomingInbox;
import dev.bracketwire.webhooks.internal.NewMessage;
import dev.bracketwire.webhooks.internal.RequestVerifier;
import dev.bracketwire.webhooks.internal.SignatureVerdict;
import dev.bracketwire.webhooks.internal.SubscriptionAdmin;
import dev.bracketwire.webhooks.internal.TimedIds;
import dev.bracketwire.webhooks.internal.WebhookTables;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the requests of one source, stores their events, and later hands each one to its handler. */
final class IncomingRoute implements WebRoute {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final long WARNING_MS = 60_000;

    private final IncomingSource source;
    private final RequestVerifier verifier;
    private final IncomingInbox inbox;
    private final WebhookTables tables;
    private final InstantSource dates;
    private final List<WebhooksListener> listeners;
    private final Map<String, Long> warned = new ConcurrentHashMap<>();

    private IncomingRoute(
            IncomingSource source,
            IncomingInbox inbox,
            WebhookTables tables,
            InstantSource dates,
            List<WebhooksListener> listeners) {
        this.source = source;
        this.verifier = source.scheme().verifier();
        this.inbox = inbox;
        this.tables = tables;
        this.dates = dates;
        this.listeners = List.copyOf(listeners);
    }

    /** Makes the routes of all sources of a builder, by their names. */
    static Map<String, IncomingRoute> all(
            WebhooksBuilder builder, WebhookTables tables, IncomingInbox inbox, CallThreads threads) {
        Map<String, IncomingRoute> routes = new LinkedHashMap<>();
        builder.sources.forEach((name, source) ->
                routes.put(name, new IncomingRoute(source, inbox, tables, threads.dates(), builder.listeners)));
        return routes;
    }

    static IncomingRoute named(String source, Map<String, IncomingRoute> routes) {
        IncomingRoute route = routes.get(source);
        if (route == null) {
            throw new IllegalArgumentException("there is no source " + source + ", only " + routes.keySet()
                    + ": add it by WebhooksBuilder.receive");
        }
        return route;
    }

    /** Adds itself to the handlers of this process. */
    void join(Map<String, EventHandler> handlers) {
        handlers.put(source.queueName(), this::handle);
    }

    /** Stores the subscription by which the events are queued, also on a node that only receives. */
    Subscription save(Connection connection, SubscriptionAdmin admin) throws SQLException {
        return admin.save(connection, source.queueName(), source.options(), null);
    }

    @Override
    public int maxBody() {
        return source.maxBody();
    }

    /** Answers a request: the event is stored when a status of success is returned. */
    @Override
    public WebReply answer(WebRequest request) {
        if (!request.method().equals("POST")) {
            return WebReply.of(405).header("Allow", "POST");
        }
        byte[] body = request.body();
        if (body.length > source.maxBody()) {
            return WebReply.of(413);
        }
        Instant now = dates.instant();
        SignatureVerdict verdict = verifier.verify(request, body, now);
        if (verdict != SignatureVerdict.VALID) {
            return refuseSignature(request, body, verdict);
        }
        BodyFields fields;
        try {
            fields = verifier.fields(request.headers(), body);
        } catch (IOException e) {
            return refuse(request, 400, "the body is signed, but cannot be read as JSON or a form");
        }
        WebReply handshake = verifier.handshake(request.headers(), fields);
        if (handshake != null) {
            return handshake;
        }
        RequestVerifier.Facts facts = verifier.facts(request.headers(), fields, body);
        if (source.handler(facts.type()).isEmpty()) {
            return verifier.reply(facts.type());
        }
        Headers kept = kept(request.headers());
        if (kept == null) {
            return refuse(request, 431, "its headers are longer than " + LONGEST_HEADERS + " bytes");
        }
        return store(new IncomingEnvelope(source.name(), facts.id(), facts.type(), kept, body), now);
    }

    private WebReply store(IncomingEnvelope envelope, Instant now) {
        IncomingEvent event = new IncomingEvent(envelope, now, 0);
        try {
            inbox.store(new NewMessage(
                    TimedIds.message(),
                    EventFilter.INCOMING + source.name(),
                    envelope.toPayload(now),
                    EventFilter.INCOMING + source.name() + "/" + envelope.id(),
                    null,
                    List.of(),
                    Event.subjects(source.subjects(event)),
                    null));
        } catch (RuntimeException e) {
            LOG.error("an event of {} was not stored; its sender is asked to repeat it", source.name(), e);
            return WebReply.of(503).header("Retry-After", "5");
        }
        try {
            WebReply own = source.reply(event);
            if (own != null) {
                return own;
            }
        } catch (RuntimeException e) {
            LOG.error("the reply to {} of {} failed", event.type(), source.name(), e);
        }
        return verifier.reply(event.type());
    }

    private WebReply refuseSignature(WebRequest request, byte[] body, SignatureVerdict verdict) {
        String token = verifier.verificationToken(request.headers(), body);
        if (token.isEmpty()) {
            return refuse(request, 401, verdict.text());
        }
        LOG.info("{} received the token that verifies its endpoint", source.name());
        tell(listener -> listener.verificationToken(source.name(), token));
        return WebReply.of(200);
    }

    private WebReply refuse(WebRequest request, int status, String reason) {
        long now = dates.millis();
        Long before = warned.put(reason, now);
        if (before == null || now - before >= WARNING_MS) {
            LOG.warn("{} refuses a request of {}: {}", source.name(), request.remote(), reason);
        } else {
            warned.put(reason, before);
        }
        tell(listener -> listener.refused(source.name(), reason, request));
        return WebReply.of(status);
    }

    private void tell(Consumer<WebhooksListener> notice) {
        for (WebhooksListener listener : listeners) {
            try {
                notice.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("a listener of webhooks failed", e);
            }
        }
    }

    /** Returns the headers without credentials; null if they are too long to keep. */
    private static @Nullable Headers kept(Headers headers) {
        List<String> lines = new ArrayList<>();
        int[] length = new int[1];
        headers.forEach((name, value) -> {
            if (!isCredential(name)) {
                lines.add(name);
                lines.add(value);
                length[0] += name.length() + value.length();
            }
        });
        return length[0] > LONGEST_HEADERS ? null : Headers.received(lines.toArray(String[]::new));
    }

    private static boolean isCredential(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of("signature", "cookie", "authorization", "token", "api-key", "hmac", "secret", "password")
                .anyMatch(lower::contains);
    }

    /** Hands a queued event to its handler. */
    private void handle(HandledEvent queued) throws Exception {
        IncomingEvent event =
                new IncomingEvent(IncomingEnvelope.read(queued.id(), queued.json()), queued.at(), queued.attempt());
        IncomingSource.Handler handler = source.handler(event.type())
                .orElseThrow(() -> new IllegalStateException("no handler takes " + event.type() + " any more"));
        if (handler.plain() != null) {
            handler.plain().handle(event);
        } else if (handler.transaction() != null) {
            handleOnce(handler.transaction(), queued.id(), event);
        }
    }

    private void handleOnce(TransactionHandler handler, String message, IncomingEvent event) throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        try {
            tables.db()
                    .write(connection -> {
                        if (mark(connection, message)) {
                            run(handler, connection, event, failure);
                        }
                        return true;
                    })
                    .get();
        } catch (RuntimeException e) {
            Exception own = failure.get();
            throw own == null ? e : own;
        }
    }

    private static void run(
            TransactionHandler handler, Connection connection, IncomingEvent event, AtomicReference<Exception> failure)
            throws SQLException {
        try {
            handler.handle(connection, event);
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            failure.set(e);
            throw new SQLException("the handler of " + event.type() + " failed", e);
        }
    }

    private boolean mark(Connection connection, String message) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                tables.sql("INSERT INTO ${webhook_handled} (message_id) VALUES (?) ON CONFLICT DO NOTHING"))) {
            insert.setString(1, message);
            return insert.executeUpdate() == 1;
        }
    }
}
