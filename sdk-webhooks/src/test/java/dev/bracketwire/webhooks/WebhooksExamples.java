// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The examples of the guide of sending and of the Javadoc. */
@SuppressWarnings("UnusedVariable")
abstract class WebhooksExamples {
    record Match(int id, String first, String second) {}

    final Match match = new Match(7, "Ann", "Bea");

    abstract int insert(Connection connection, Match match) throws SQLException;

    abstract int deletePlayer(Connection connection, int id) throws SQLException;

    abstract void page(String text);

    abstract void show(String secret);

    void firstLines() {
        KeyRing keys = KeyRing.of("2026-11", Secret.env("STORE_KEY"));
        try (Database db = Database.open(Path.of("state/league.db"));
                Webhooks hooks = Webhooks.open(db, keys)) {
            Subscription league = hooks.subscribe(SubscriptionOptions.to("https://league.example/hooks")
                            .types("match.*"))
                    .get();
            SigningSecret secret = hooks.secret(league.id()).get(); // for the receiver
            Published published = hooks.publish("match.created", match).get(); // stored, and sent from now on
            System.out.println(published.id() + " goes to " + published.deliveries() + " subscription");
        }
    }

    void inShort(Database db, KeyRing keys) {
        try (Webhooks hooks = Webhooks.open(db, keys)) {
            Subscription league = hooks.subscribe(SubscriptionOptions.to("https://league.example/hooks")
                            .types("match.*"))
                    .get();
            SigningSecret secret = hooks.secret(league.id()).get(); // for the receiver
            hooks.publish("match.created", match).get();
        }
    }

    SubscriptionOptions options() {
        SubscriptionOptions options = SubscriptionOptions.to("https://league.example/hooks")
                .types("match.*", "checkin.opened")
                .rate(5)
                .ordered();
        return options;
    }

    Event event() {
        Event event = Event.of("match.created", match)
                .idempotencyKey("match-7-created")
                .orderKey("match-7")
                .about("player-12", "player-31");
        return event;
    }

    void types(Webhooks hooks) {
        hooks.defineType(EventType.of("match.created")
                        .description("A match has its players.")
                        .jsonSchema("{\"type\":\"object\",\"required\":[\"id\",\"first\",\"second\"]}"))
                .get();
    }

    Published transaction(Database db, Webhooks hooks) {
        return db.write(connection -> {
                    insert(connection, match);
                    return hooks.publish(
                            connection, Event.of("match.created", match).orderKey("match-7"));
                })
                .get();
    }

    static class Standings {
        private final Set<String> seen = new HashSet<>();
        int matches;

        public synchronized void update(HandledEvent event) {
            if (seen.add(event.id())) { // the same event may come twice
                matches += event.data(Match.class).id() > 0 ? 1 : 0;
            }
        }
    }

    Webhooks handlers(Database db, KeyRing keys, Standings standings) {
        Webhooks hooks = Webhooks.builder(db, keys)
                .handler(SubscriptionOptions.handledBy("standings").types("match.*"), standings::update)
                .allowRange("10.20.0.0/16", 8443)
                .open();
        return hooks;
    }

    void secrets() {
        SigningSecret secret = SigningSecret.generate();
        show(secret.reveal()); // whsec_…, to the receiver, once
    }

    String asymmetric(Webhooks hooks, String url) {
        SigningSecret key = SigningSecret.generateEd25519();
        Subscription signed =
                hooks.subscribe(SubscriptionOptions.to(url).secret(key)).get();
        String publicKey = key.publicKey().orElseThrow(); // whpk_…, for the receiver
        return publicKey;
    }

    SigningSecret rotation(Webhooks hooks, Subscription league) {
        SigningSecret next =
                hooks.rotateSecret(league.id(), Duration.ofHours(24)).get(); // for the receiver
        return next;
    }

    DeliveryAttempt test(Webhooks hooks, Subscription league) {
        DeliveryAttempt attempt = hooks.test(league.id()).get();
        System.out.println(attempt.succeeded() ? "received" : attempt.error());
        return attempt;
    }

    DeliveryFilter filter(Instant yesterday) {
        DeliveryFilter failed =
                DeliveryFilter.all().states(Delivery.State.EXHAUSTED).since(yesterday);
        return failed;
    }

    void deliveries(Webhooks hooks, Subscription league, Instant yesterday) {
        for (Delivery dead :
                hooks.deliveries(DeliveryFilter.dead().subscription(league.id()).since(yesterday))) {
            System.out.println(dead.type() + " " + dead.messageId() + " failed: " + dead.reason());
            for (DeliveryAttempt attempt : hooks.attempts(dead.id()).get()) {
                System.out.println(attempt.at() + " " + attempt.took().toMillis() + " ms " + attempt.replyBody());
            }
            System.out.println(hooks.curl(dead.id()).get()); // the request, to be sent from a shell
        }
    }

    Delivery resend(Webhooks hooks, Delivery dead) {
        Delivery again = hooks.resend(dead.id()).get();
        return again;
    }

    Report<DeliveryChange> replay(Webhooks hooks, Subscription league) {
        Plan<DeliveryChange> plan = hooks.planReplay(DeliveryFilter.dead().subscription(league.id()))
                .get();
        System.out.println(plan);
        Report<DeliveryChange> report = plan.apply().get();
        return report;
    }

    int erase(Database db, Webhooks hooks) {
        return db.write(connection -> {
                    deletePlayer(connection, 12);
                    return hooks.erase(connection, "player-12");
                })
                .get();
    }

    Webhooks alerts(Database db, KeyRing keys) {
        Webhooks hooks = Webhooks.builder(db, keys)
                .listener(new WebhooksListener() {
                    @Override
                    public void alerted(SubscriptionAlert alert) {
                        if (alert.kind() == SubscriptionAlert.Kind.WARNING) {
                            page(alert.text());
                        }
                    }
                })
                .open();
        return hooks;
    }

    void failure_isRetried(KeyRing keys, Consumer<Webhooks> code) throws InterruptedException {
        ManualClock clock = ManualClock.create();
        BlockingQueue<DeliveryAttempt> attempts = new LinkedBlockingQueue<>();
        try (FakeReceiver receiver = FakeReceiver.start();
                Database db = Database.inMemory();
                Webhooks hooks = Webhooks.builder(db, keys)
                        .allowHttp()
                        .allowRange("127.0.0.1/32", receiver.port())
                        .clock(clock)
                        .listener(new WebhooksListener() {
                            @Override
                            public void attempted(DeliveryAttempt attempt) {
                                attempts.add(attempt);
                            }
                        })
                        .open()) {
            receiver.on("/hooks").behaves(Behavior.status(500), Behavior.ok());
            Subscription league = hooks.subscribe(SubscriptionOptions.to(receiver.uri("/hooks")))
                    .get();

            code.accept(hooks); // the code under test publishes

            assertThat(attempts.take().status()).isEqualTo(500);
            clock.advance(Duration.ofSeconds(6)); // the first wait is 5 seconds, give or take a fifth
            assertThat(attempts.take().succeeded()).isTrue();
            List<ReceivedWebhook> both = receiver.received("/hooks");
            assertThat(both.get(1).id()).isEqualTo(both.get(0).id());
            assertThat(both.get(1).verifies(hooks.secret(league.id()).get().reveal()))
                    .isTrue();
        }
    }
}
