// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.Pages;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.connector.DirectClient;
import dev.bracketwire.exchange.JsonSchema;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.ClusterTask;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import dev.bracketwire.store.SealedColumn;
import dev.bracketwire.webhooks.http.WebRoute;
import dev.bracketwire.webhooks.internal.DeliveryLoop;
import dev.bracketwire.webhooks.internal.DeliveryQueries;
import dev.bracketwire.webhooks.internal.DeliverySender;
import dev.bracketwire.webhooks.internal.DestinationGuard;
import dev.bracketwire.webhooks.internal.EventPublisher;
import dev.bracketwire.webhooks.internal.IncomingInbox;
import dev.bracketwire.webhooks.internal.NewMessage;
import dev.bracketwire.webhooks.internal.NodeAnnouncement;
import dev.bracketwire.webhooks.internal.PayloadErasure;
import dev.bracketwire.webhooks.internal.QueueFileLock;
import dev.bracketwire.webhooks.internal.Redelivery;
import dev.bracketwire.webhooks.internal.SubscriptionAdmin;
import dev.bracketwire.webhooks.internal.SubscriptionCatalog;
import dev.bracketwire.webhooks.internal.TestEvents;
import dev.bracketwire.webhooks.internal.TimedIds;
import dev.bracketwire.webhooks.internal.WebhookTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events and delivers them to subscriptions: to HTTPS endpoints by signed requests, and to handlers of this
 * process.
 *
 * <p>An event is stored, with a delivery for each subscription that takes it, when {@link #publish} returns. From then on
 * each delivery is attempted at least once: after a crash an attempt may be repeated, always with the same
 * {@code webhook-id}. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * try (Webhooks hooks = Webhooks.open(db, keys)) {
 *     Subscription league = hooks.subscribe(
 *                     SubscriptionOptions.to("https://league.example/hooks").types("match.*"))
 *             .get();
 *     SigningSecret secret = hooks.secret(league.id()).get(); // for the receiver
 *     hooks.publish("match.created", match).get();
 * }
 * }</pre>
 */
public final class Webhooks implements AutoCloseable {
    private final Database db;
    private final CallThreads threads;
    private final DirectClient client;
    private final QueueFileLock lock;
    private final EventPublisher publisher;
    private final SubscriptionAdmin admin;
    private final DeliveryQueries history;
    private final Redelivery redelivery;
    private final PayloadErasure erasure;
    private final TestEvents testEvents;
    private final @Nullable DeliveryLoop loop;
    private final @Nullable ClusterTask retention;
    private final NodeAnnouncement announcement;
    private final EventEnvelopes envelopes;
    private final Map<String, IncomingRoute> routes;

    Webhooks(WebhooksBuilder builder, DirectClient.Builder clientBuilder) {
        this.db = builder.db;
        SealedColumn sealed = SealedColumn.of(db, "webhook_subscription", "id", "sealed", builder.keys);
        db.migrate(WebhookTables.MIGRATIONS).get();
        this.threads = builder.threads.keepTimer().build();
        this.announcement = new NodeAnnouncement(db, threads);
        this.envelopes = new EventEnvelopes(threads.dates(), builder.maxPayload);
        DestinationGuard guard = new DestinationGuard(builder.rules);
        this.client = clientBuilder
                .transport(guard.guard(builder.transport))
                .idleConnections(builder.concurrency)
                .build();
        WebhookTables tables = new WebhookTables(db, builder.dates);
        SubscriptionCatalog catalog = new SubscriptionCatalog(tables, builder.knownTypesOnly);
        this.admin = new SubscriptionAdmin(tables, catalog, guard, sealed);
        this.history = new DeliveryQueries(tables);
        this.erasure = new PayloadErasure(tables);
        this.publisher = new EventPublisher(tables, catalog, this::published);
        this.redelivery = new Redelivery(tables, catalog, history, publisher, threads.nanos());
        this.routes = IncomingRoute.all(builder, tables, new IncomingInbox(tables, publisher, redelivery), threads);
        Map<String, EventHandler> handlers = new LinkedHashMap<>(builder.handlers);
        routes.values().forEach(route -> route.join(handlers));
        DeliverySender sender = new DeliverySender(threads, client, sealed, handlers, builder.userAgent);
        this.testEvents = new TestEvents(tables, sender, threads);
        QueueFileLock taken = QueueFileLock.none();
        DeliveryLoop begun = null;
        ClusterTask pruning = null;
        try {
            if (builder.delivers) {
                taken = QueueFileLock.take(db);
            }
            saveHandlers(builder);
            if (builder.delivers) {
                begun = new DeliveryLoop(
                        threads,
                        tables,
                        catalog,
                        publisher,
                        sender,
                        handlers.keySet(),
                        List.copyOf(builder.listeners),
                        builder.concurrency,
                        builder.disableAfter);
                begun.start(taken.isExclusive());
                pruning = erasure.schedule(builder.keepFinished, builder.keepDead);
            }
        } catch (RuntimeException | Error e) {
            if (begun != null) {
                begun.close();
            }
            taken.close();
            client.close();
            threads.close();
            throw e;
        }
        this.loop = begun;
        this.lock = taken;
        this.retention = pruning;
    }

    /** Stores the subscriptions of handlers, and those of sources also on a node that only receives. */
    private void saveHandlers(WebhooksBuilder builder) {
        for (SubscriptionOptions options : builder.delivers ? builder.handlerOptions : List.<SubscriptionOptions>of()) {
            db.write(connection -> admin.save(connection, "handler_" + options.handler(), options, null))
                    .get();
        }
        routes.values()
                .forEach(route ->
                        db.write(connection -> route.save(connection, admin)).get());
    }

    /** Publishes and delivers by this database. The keys encrypt the secrets of subscriptions. */
    public static Webhooks open(Database db, KeyRing keys) {
        return builder(db, keys).open();
    }

    /** Begins with options. */
    public static WebhooksBuilder builder(Database db, KeyRing keys) {
        return new WebhooksBuilder(db, keys);
    }

    /** Publishes an event. It is durable when the call returns. */
    public Call<Published> publish(String type, Object data) {
        return publish(Event.of(type, data));
    }

    /**
     * Publishes an event. It is durable when the call returns.
     *
     * @throws InvalidEventException by the call, if the event does not satisfy the schema of its type or is too large
     */
    public Call<Published> publish(Event event) {
        NewMessage message = envelopes.message(event);
        return db.write(connection -> publisher.publish(connection, message));
    }

    /** Publishes events in one transaction: all or none. */
    public Call<List<Published>> publishAll(List<Event> events) {
        List<NewMessage> messages = events.stream().map(envelopes::message).toList();
        return db.write(connection -> {
            List<Published> published = new ArrayList<>();
            for (NewMessage message : messages) {
                published.add(publisher.publish(connection, message));
            }
            return published;
        });
    }

    /**
     * Publishes an event within the transaction of a connection: it is sent if the transaction is committed, and was never
     * there if it is rolled back. The connection is the one that {@link Database#write} gives its work; a connection of your
     * own pool works too, and its events are found within a second.
     */
    public Published publish(Connection connection, Event event) throws SQLException {
        return publisher.publish(connection, envelopes.message(event));
    }

    /**
     * Returns the route that receives the webhooks of a source: it answers once the event is stored. Connect it to a web server
     * by an adapter of {@link dev.bracketwire.webhooks.http}.
     */
    public WebRoute incoming(String source) {
        return IncomingRoute.named(source, routes);
    }

    /** Returns the names of the sources. */
    public Set<String> sources() {
        return Set.copyOf(routes.keySet());
    }

    private void published(Set<String> subscriptions) {
        DeliveryLoop here = loop;
        if (here != null) {
            here.wake(subscriptions);
        } else {
            announcement.announce();
        }
    }

    /**
     * Adds a subscription.
     *
     * @throws dev.bracketwire.ConfigurationException if its URL is refused, with the reasons
     */
    public Call<Subscription> subscribe(SubscriptionOptions options) {
        if (options.handler() != null) {
            throw new IllegalArgumentException("a handler is added when the client is built: WebhooksBuilder.handler");
        }
        SubscriptionOptions checked = admin.checked(options);
        SigningSecret own = options.ownSecret();
        SigningSecret secret = own == null ? SigningSecret.generate() : own;
        String id = TimedIds.subscription();
        return db.write(connection -> admin.save(connection, id, checked, secret));
    }

    /** Returns all subscriptions, the oldest first. */
    public Call<List<Subscription>> subscriptions() {
        return db.read(admin::all);
    }

    /**
     * Returns a subscription.
     *
     * @throws dev.bracketwire.NotFoundException by the call, if there is none
     */
    public Call<Subscription> subscription(String id) {
        return db.read(connection -> admin.subscription(connection, id));
    }

    /**
     * Changes the options of a subscription, for queued deliveries too. The function receives them with the secret headers;
     * it may run more than once.
     */
    public Call<Subscription> update(String id, UnaryOperator<SubscriptionOptions> change) {
        return db.write(connection -> admin.update(connection, id, change));
    }

    /** Removes a subscription. Its queued deliveries are cancelled. */
    public Call<Boolean> delete(String id) {
        return db.write(connection -> {
            admin.delete(connection, id);
            db.afterCommit(connection, () -> published(Set.of(id)));
            return true;
        });
    }

    /** Stops sending to a subscription. Its events are queued until {@link #resume}. The reason may be empty. */
    public Call<Subscription> pause(String id, String reason) {
        String why = reason.isEmpty() ? reason : Event.checked("reason", reason);
        return db.write(connection -> admin.setState(connection, id, Subscription.State.PAUSED, why));
    }

    /**
     * Starts sending again to a subscription that was paused or disabled. After {@link Subscription.State#DISABLED} its old
     * failures are forgotten, and one delivery is tried before the others follow; events that it missed are sent by
     * {@link #replayMissing}.
     */
    public Call<Subscription> resume(String id) {
        return db.write(connection -> {
            Subscription resumed = admin.setState(connection, id, Subscription.State.ACTIVE, "");
            db.afterCommit(connection, () -> published(Set.of(id)));
            return resumed;
        });
    }

    /** Returns the newest signing secret of a subscription, for its receiver. */
    public Call<SigningSecret> secret(String id) {
        return db.read(connection -> admin.secret(connection, id));
    }

    /**
     * Replaces the signing secret of a subscription by a new one of the same kind. For the time of the overlap, requests carry
     * a signature of each.
     */
    public Call<SigningSecret> rotateSecret(String id, Duration overlap) {
        return rotate(id, null, overlap);
    }

    /** Replaces the signing secret of a subscription by this one. */
    public Call<SigningSecret> rotateSecret(String id, SigningSecret own, Duration overlap) {
        return rotate(id, Objects.requireNonNull(own, "own"), overlap);
    }

    private Call<SigningSecret> rotate(String id, @Nullable SigningSecret own, Duration overlap) {
        SubscriptionAdmin.checkOverlap(overlap);
        return db.write(connection ->
                admin.rotate(connection, id, own, overlap, threads.dates().instant()));
    }

    /**
     * Sends one signed event of the type {@code webhooks.test} at once, also to a subscription that is paused or disabled, and
     * returns the reply. It changes neither the order nor the count of failures.
     */
    public Call<DeliveryAttempt> test(String id) {
        return db.read(connection -> admin.stored(connection, id)).then(testEvents::send);
    }

    /**
     * Registers a type of events, or changes it. Its schema is checked from then on.
     *
     * @throws IllegalArgumentException if the schema is none
     * @throws IllegalStateException if the library of JSON Schema is not there
     */
    public Call<EventType> defineType(EventType type) {
        String schema = type.jsonSchema();
        if (schema != null) {
            JsonSchema.parse(schema); // refuses it now, not at the first event
        }
        return db.write(connection -> {
            admin.saveType(connection, type);
            return type;
        });
    }

    /** Returns the registered types, ordered by name. */
    public Call<List<EventType>> types() {
        return db.read(admin::types);
    }

    /** Removes a type; returns false if there is none. */
    public Call<Boolean> removeType(String name) {
        return db.write(connection -> admin.removeType(connection, name));
    }

    /** Returns the deliveries that a filter selects, the newest first. */
    public Pages<Delivery> deliveries(DeliveryFilter filter) {
        return history.pages(filter);
    }

    /** Returns a delivery; the call throws {@link dev.bracketwire.NotFoundException} if it is not kept. */
    public Call<Delivery> delivery(long id) {
        return db.read(connection -> history.delivery(connection, id));
    }

    /** Returns the log of a delivery, the first attempt first. */
    public Call<List<DeliveryAttempt>> attempts(long delivery) {
        return db.read(connection -> history.attempts(connection, delivery));
    }

    /** Returns a message with its deliveries; the call throws {@link dev.bracketwire.NotFoundException} if it is not kept. */
    public Call<EventMessage> message(String id) {
        return db.read(connection -> history.message(connection, id).orElseThrow(() -> history.noMessage(id)));
    }

    /** Returns the newest messages about a subject, at most 1000. */
    public Call<List<EventMessage>> messagesAbout(String subject) {
        return db.read(connection -> history.about(connection, subject));
    }

    /**
     * Returns a shell command that sends the message of a delivery again by curl, with a signature that is valid for five
     * minutes. Secret headers are left out.
     */
    public Call<String> curl(long delivery) {
        return db.read(connection -> {
            Delivery known = history.delivery(connection, delivery);
            return testEvents.curl(
                    connection,
                    admin.stored(connection, known.subscriptionId()),
                    history.message(connection, known.messageId())
                            .orElseThrow(() -> history.noMessage(known.messageId())));
        });
    }

    /**
     * Makes one more attempt of a delivery. A delivery that waits for a retry is attempted now; a finished one is queued again
     * as a new delivery without retries, which is returned.
     */
    public Call<Delivery> resend(long delivery) {
        return db.write(connection -> redelivery.resend(connection, delivery));
    }

    /**
     * Plans to queue again the exhausted and cancelled deliveries that a filter selects. Messages that were delivered or
     * queued since are left out.
     */
    public Call<Plan<DeliveryChange>> planReplay(DeliveryFilter filter) {
        return redelivery.planReplay(filter);
    }

    /** Plans and applies {@link #planReplay}. */
    public Call<Report<DeliveryChange>> replay(DeliveryFilter filter) {
        return planReplay(filter).then(Plan::apply);
    }

    /** Plans to queue the messages since a time that a subscription takes but never got, as it was made or disabled later. */
    public Call<Plan<DeliveryChange>> planReplayMissing(String subscription, Instant since) {
        return redelivery.planReplayMissing(subscription, since);
    }

    /** Plans and applies {@link #planReplayMissing}. */
    public Call<Report<DeliveryChange>> replayMissing(String subscription, Instant since) {
        return planReplayMissing(subscription, since).then(Plan::apply);
    }

    /**
     * Erases the payloads of all messages about a subject, and the replies to them; their queued deliveries are cancelled.
     * Returns how many messages there were.
     */
    public Call<Integer> erase(String subject) {
        return erasure.erase(threads, subject);
    }

    /** Erases the payloads of all messages about a subject within the transaction of a connection. */
    public int erase(Connection connection, String subject) throws SQLException {
        return erasure.eraseSome(connection, subject, Integer.MAX_VALUE);
    }

    /** Stops delivering: attempts that are under way get five seconds. Queued deliveries stay in the database. */
    @Override
    public void close() {
        try (lock;
                threads;
                client) { // closed in reverse order
            if (loop != null) {
                loop.close();
            }
        } finally {
            if (retention != null) {
                retention.close();
            }
        }
    }

    /** Names the database. */
    @Override
    public String toString() {
        return "Webhooks(" + (db.engine() == DatabaseEngine.SQLITE ? "SQLite" : "PostgreSQL") + ")";
    }
}
