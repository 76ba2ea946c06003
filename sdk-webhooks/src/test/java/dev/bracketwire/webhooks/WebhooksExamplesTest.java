// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeNameService;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.NameAnswer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the examples of the guide. */
@Timeout(120)
class WebhooksExamplesTest extends WebhooksExamples {
    private final KeyRing keys = KeyRing.of("2026-11", Secret.of("A".repeat(43) + "="));
    private final List<String> shown = new ArrayList<>();
    private final BlockingQueue<Delivery> finished = new LinkedBlockingQueue<>();
    private final FakeReceiver receiver = FakeReceiver.start();
    private final FakeNameService names = new FakeNameService();
    private final Database db = Database.inMemory();
    private Webhooks hooks;

    @BeforeEach
    void open() {
        names.on("league.example").answers(NameAnswer.unknown());
        db.write(connection -> {
                    try (PreparedStatement create =
                            connection.prepareStatement("CREATE TABLE matches (id int PRIMARY KEY, players text)")) {
                        return create.executeUpdate();
                    }
                })
                .get();
        hooks = Webhooks.builder(db, keys)
                .allowHttp()
                .allowRange("127.0.0.1/32", receiver.port())
                .transport(TransportOptions.defaults().resolver(names::resolve))
                .listener(new WebhooksListener() {
                    @Override
                    public void finished(Delivery delivery) {
                        finished.add(delivery);
                    }
                })
                .open();
    }

    @AfterEach
    void close() {
        hooks.close();
        db.close();
        names.close();
        receiver.close();
    }

    @Override
    int insert(Connection connection, Match match) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO matches VALUES (?, ?)")) {
            insert.setInt(1, match.id());
            insert.setString(2, match.first() + " " + match.second());
            return insert.executeUpdate();
        }
    }

    @Override
    int deletePlayer(Connection connection, int id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM matches WHERE players LIKE ?")) {
            delete.setString(1, "%Ann%");
            return delete.executeUpdate();
        }
    }

    @Override
    void page(String text) {
        shown.add(text);
    }

    @Override
    void show(String secret) {
        shown.add(secret);
    }

    private Subscription subscribed(RetrySchedule schedule) {
        return hooks.subscribe(SubscriptionOptions.to(receiver.uri("/hooks")).retries(schedule))
                .get();
    }

    @Test
    void publish_withinATransaction_isSentWithItsRow() throws Exception {
        subscribed(RetrySchedule.standard());

        Published published = transaction(db, hooks);

        assertThat(published.deliveries()).isEqualTo(1);
        assertThat(finished.take().messageId()).isEqualTo(published.id());
        assertThat(receiver.received("/hooks").get(0).text())
                .contains("\"id\":7")
                .contains("match.created");
        int rows = db.read(connection -> {
                    try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM matches");
                            ResultSet row = count.executeQuery()) {
                        row.next();
                        return row.getInt(1);
                    }
                })
                .get();
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void options_andEvent_fitEachOther() {
        Subscription league = hooks.subscribe(options()).get();
        assertThat(league.options().isOrdered()).isTrue();

        assertThat(hooks.publish(event()).get().deliveries()).isEqualTo(1);
        assertThat(hooks.publish(event()).get().duplicate()).isTrue();
        assertThat(hooks.publish("player.left", Map.of()).get().deliveries()).isZero();
    }

    @Test
    void types_withASchema_refuseOtherData() {
        types(hooks);

        assertThat(hooks.types().get()).extracting(EventType::name).containsExactly("match.created");
    }

    @Test
    void handler_takesMatches_once() {
        hooks.close();
        Standings standings = new Standings();
        try (Webhooks handled = handlers(db, keys, standings)) {
            String id = handled.publish("match.created", match).get().id();
            Awaitility.await().until(() -> handled.message(id).get().isDelivered());
            assertThat(handled.subscriptions().get()).hasSize(1);
        }
        assertThat(standings.matches).isEqualTo(1);
    }

    @Test
    void secrets_ofBothKinds_areVerified() throws Exception {
        secrets();
        assertThat(shown.get(0)).startsWith("whsec_");
        String publicKey = asymmetric(hooks, receiver.uri("/signed").toString());

        hooks.publish("match.created", match).get();
        finished.take();

        assertThat(receiver.received("/signed").get(0).verifies(publicKey)).isTrue();
    }

    @Test
    void rotation_signsByBoth() throws Exception {
        Subscription league = subscribed(RetrySchedule.standard());
        SigningSecret before = hooks.secret(league.id()).get();

        SigningSecret next = rotation(hooks, league);
        hooks.publish("match.created", match).get();
        finished.take();

        assertThat(receiver.received("/hooks").get(0).verifies(before.reveal())).isTrue();
        assertThat(receiver.received("/hooks").get(0).verifies(next.reveal())).isTrue();
    }

    @Test
    void deadLetters_areLookedAtAndSentAgain() throws Exception {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        receiver.on("/hooks").behaves(Behavior.status(500), Behavior.status(500), Behavior.ok(), Behavior.ok());
        Subscription league = subscribed(RetrySchedule.none());
        assertThat(test(hooks, league).status()).isEqualTo(500);
        hooks.publish("match.created", match).get();
        Delivery dead = finished.take();
        assertThat(dead.state()).isEqualTo(Delivery.State.EXHAUSTED);

        deliveries(hooks, league, yesterday);
        assertThat(hooks.deliveries(filter(yesterday)).stream()).containsExactly(dead);
        assertThat(replay(hooks, league).complete()).isTrue();
        assertThat(finished.take().state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(resend(hooks, dead).messageId()).isEqualTo(dead.messageId());
        assertThat(finished.take().state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void erase_withinATransaction_cancelsAndBlanks() {
        Subscription league = subscribed(RetrySchedule.standard());
        hooks.pause(league.id(), "the receiver moves").get();
        String id = hooks.publish(event()).get().id();

        assertThat(erase(db, hooks)).isEqualTo(1);

        EventMessage erased = hooks.message(id).get();
        assertThat(erased.payload()).isEmpty();
        assertThat(erased.deliveries()).extracting(Delivery::state).containsExactly(Delivery.State.CANCELLED);
    }

    @Test
    void failure_withAClockByHand_isRetried() throws Exception {
        failure_isRetried(keys, code -> code.publish("match.created", match).get());
    }
}
