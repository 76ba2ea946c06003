// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client with a database, a clock that the test moves, and a receiver on a real socket. */
final class WebhookScene implements AutoCloseable, WebhooksListener {
    static final KeyRing KEYS = KeyRing.of("k1", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
    private static final Duration LONGEST = Duration.ofSeconds(100);

    final ManualClock clock = ManualClock.at(Instant.parse("2026-11-30T12:00:00Z"));
    final FakeReceiver receiver = FakeReceiver.start();
    final List<DeliveryAttempt> attempts = new CopyOnWriteArrayList<>();
    final List<Delivery> finished = new CopyOnWriteArrayList<>();
    final List<SubscriptionAlert> alerts = new CopyOnWriteArrayList<>();
    final QueuePlace place;
    final Path folder;
    final String name = QueuePlace.newName();
    final Database db;
    private final List<Runnable> opened = new ArrayList<>();
    private Webhooks client;

    WebhookScene(QueuePlace place, Path folder) {
        this(place, folder, builder -> builder);
    }

    WebhookScene(QueuePlace place, Path folder, UnaryOperator<WebhooksBuilder> options) {
        this.place = place;
        this.folder = folder;
        this.db = place.open(folder, name, pool -> pool);
        this.client = open(db, options);
    }

    /** Opens a client of this scene's clock and listener on a database. */
    Webhooks open(Database database, UnaryOperator<WebhooksBuilder> options) {
        WebhooksBuilder builder = Webhooks.builder(database, KEYS)
                .clock(clock)
                .listener(this)
                .allowHttp()
                .allowRange("127.0.0.0/8", receiver.port());
        Webhooks made = options.apply(builder).open();
        opened.add(made::close);
        return made;
    }

    /** Opens the same database once more. */
    Database again() {
        Database second = place.open(folder, name, pool -> pool);
        opened.add(0, second::close);
        return second;
    }

    Webhooks hooks() {
        return client;
    }

    /** Closes the client and opens another one. */
    void reopen(UnaryOperator<WebhooksBuilder> options) {
        client.close();
        client = open(db, options);
    }

    SubscriptionOptions options(String path) {
        return SubscriptionOptions.to(receiver.uri(path));
    }

    Subscription subscribe(UnaryOperator<SubscriptionOptions> change) {
        return hooks().subscribe(change.apply(options("/hooks"))).get();
    }

    Subscription subscribe() {
        return subscribe(options -> options);
    }

    Published publish(String type) {
        return hooks().publish(type, Map.of("n", 1)).get();
    }

    /** Waits until the receiver has this many webhooks, and returns all. */
    List<ReceivedWebhook> received(int count) {
        slowly(() -> receiver.count() >= count);
        return receiver.received();
    }

    /** Returns all deliveries, the oldest first. */
    List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>(
                hooks().deliveries(DeliveryFilter.all()).toList(10_000).get());
        java.util.Collections.reverse(all);
        return all;
    }

    /** Returns the newest delivery to a subscription. */
    Delivery newest(Subscription subscription) {
        return hooks().deliveries(DeliveryFilter.all().subscription(subscription.id()))
                .iterator()
                .next();
    }

    /** Waits until the newest delivery to a subscription had this many attempts and none is under way. */
    Delivery afterAttempts(Subscription subscription, int count) {
        AtomicReference<Delivery> found = new AtomicReference<>();
        slowly(() -> {
            Delivery delivery = newest(subscription);
            found.set(delivery);
            return delivery.attempts() == count && delivery.state() != Delivery.State.IN_FLIGHT;
        });
        return Objects.requireNonNull(found.get());
    }

    /** Waits for the end of the newest delivery. */
    Delivery ended(Subscription subscription) {
        slowly(() -> newest(subscription).isFinished());
        return newest(subscription);
    }

    /** Waits; the clock goes on after five seconds, since on a slow machine an attempt may have failed or its lease ended. */
    private void slowly(Callable<Boolean> condition) {
        AtomicInteger polls = new AtomicInteger();
        eventually(() -> {
            int count = polls.incrementAndGet();
            if (count > 1000 && count % 40 == 0) {
                clock.advance(Duration.ofSeconds(1));
            }
            return condition.call();
        });
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** Moves the clock second by second until something has happened; slowly while attempts are under way. */
    void drive(Callable<Boolean> condition) {
        AtomicInteger busy = new AtomicInteger();
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> {
            if (condition.call()) {
                return true;
            }
            if (!isBusy() || busy.incrementAndGet() % 40 == 0) {
                clock.advance(Duration.ofSeconds(1));
            }
            return condition.call();
        });
    }

    private boolean isBusy() {
        return !texts("SELECT lease FROM ${webhook_delivery} WHERE lease IS NOT NULL")
                .isEmpty();
    }

    /** Moves the clock to the next attempt of the newest delivery, and waits until that has ended. */
    Delivery nextAttempt(Subscription subscription) {
        Delivery before = newest(subscription);
        Instant next = before.nextAttemptAt();
        assertThat(next).as("next attempt of %s", before).isNotNull();
        skipTo(next);
        return driveToEnd(subscription, before.attempts());
    }

    /** Moves the clock until the newest delivery had more attempts than these and none is under way. */
    Delivery driveToEnd(Subscription subscription, int attempts) {
        AtomicReference<Delivery> found = new AtomicReference<>();
        drive(() -> {
            Delivery delivery = newest(subscription);
            found.set(delivery);
            return delivery.isFinished()
                    || (delivery.attempts() > attempts && delivery.state() != Delivery.State.IN_FLIGHT);
        });
        return Objects.requireNonNull(found.get());
    }

    void skipTo(@Nullable Instant time) {
        Duration left = Duration.between(clock.instant(), Objects.requireNonNull(time));
        if (!left.isNegative()) {
            clock.advance(left);
        }
    }

    /** Moves the clock by this time in steps, and asserts that no request came meanwhile. */
    void assertQuiet(Duration time) {
        int before = receiver.count();
        for (int i = 0; i < 10; i++) {
            clock.advance(time.dividedBy(10));
            clock.awaitPending(1, LONGEST);
            hooks().subscriptions().get();
        }
        assertThat(receiver.count()).isEqualTo(before);
    }

    /** Waits for this many alerts, which listeners hear a moment after the result is stored, and returns all. */
    List<SubscriptionAlert.Kind> kinds(int atLeast) {
        eventually(() -> alerts.size() >= atLeast);
        return kinds();
    }

    List<SubscriptionAlert.Kind> kinds() {
        return alerts.stream().map(SubscriptionAlert::kind).toList();
    }

    /** Runs a statement, with the names of tables written as {@code ${webhook_x}}. */
    int sql(String text, Object... values) {
        return db.write(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(named(text))) {
                        for (int i = 0; i < values.length; i++) {
                            statement.setObject(i + 1, values[i]);
                        }
                        return statement.executeUpdate();
                    }
                })
                .get();
    }

    /** Reads the first column of all rows as text. */
    List<String> texts(String text) {
        return db.read(connection -> {
                    List<String> found = new ArrayList<>();
                    try (PreparedStatement statement = connection.prepareStatement(named(text));
                            ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            found.add(row.getString(1));
                        }
                    }
                    return found;
                })
                .get();
    }

    private String named(String text) {
        return java.util.regex.Pattern.compile("\\$\\{(\\w+)}")
                .matcher(text)
                .replaceAll(hole -> java.util.regex.Matcher.quoteReplacement(db.table(hole.group(1))));
    }

    @Override
    public void attempted(DeliveryAttempt attempt) {
        attempts.add(attempt);
    }

    @Override
    public void finished(Delivery delivery) {
        finished.add(delivery);
    }

    @Override
    public void alerted(SubscriptionAlert alert) {
        alerts.add(alert);
    }

    @Override
    public void close() {
        receiver.release();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).run();
        }
        receiver.close();
        db.close();
    }
}
