// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.AddWebhook;
import dev.bracketwire.examples.tournament.command.AttemptView;
import dev.bracketwire.examples.tournament.command.ChangeWebhook;
import dev.bracketwire.examples.tournament.command.ControlWebhook;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.RemoveWebhook;
import dev.bracketwire.examples.tournament.command.ReplayDeliveries;
import dev.bracketwire.examples.tournament.command.ResendDelivery;
import dev.bracketwire.examples.tournament.command.RotateWebhookSecret;
import dev.bracketwire.examples.tournament.command.SendTestEvent;
import dev.bracketwire.examples.tournament.command.ShowAudit;
import dev.bracketwire.examples.tournament.command.ShowCurl;
import dev.bracketwire.examples.tournament.command.ShowDeliveries;
import dev.bracketwire.examples.tournament.command.ShowDeliveries.DeliveryRow;
import dev.bracketwire.examples.tournament.command.ShowDelivery;
import dev.bracketwire.examples.tournament.command.ShowWebhooks;
import dev.bracketwire.examples.tournament.command.WebhookView;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.Subscription;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An admin adds webhooks, looks at their deliveries and repeats them. */
class WebhookCommandsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    private final FakeReceiver receiver = FakeReceiver.start();
    private final Database db = Database.inMemory();
    private final TournamentApp app = TournamentApp.builder(db, new KnownAccounts())
            .webhooks(TournamentScene.KEYS, options -> options.allowHttp().allowRange("127.0.0.1/32", receiver.port()))
            .open();
    private Caller root = Caller.visitor(Face.WEB);
    private int tournaments;

    @BeforeEach
    void admin() {
        var person = app.addPerson("Root").get();
        app.grantAdmin(person).get();
        root = Caller.of(person.id(), Face.WEB);
    }

    @AfterEach
    void close() {
        app.close();
        db.close();
        receiver.close();
    }

    private Answer did(Command command) {
        Answer answer = app.run(command, root).get();
        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Done.class);
        return answer;
    }

    private Answer.Refused refused(Reason reason, Command command) {
        return TournamentScene.refused(app.run(command, root).get(), reason);
    }

    private Answer.Planned planned(Command command) {
        Answer answer = app.run(command, root).get();
        assertThat(answer).as(answer.text()).isInstanceOf(Answer.Planned.class);
        return (Answer.Planned) answer;
    }

    private WebhookView.WithSecret add(String path) {
        return did(new AddWebhook(receiver.uri(path).toString(), "tournament.*", true, 50, "Overlay"))
                .data(WebhookView.WithSecret.class);
    }

    private void publish() {
        did(new CreateTournament("cup-" + ++tournaments, "club", "Cup " + tournaments, 4, 1));
    }

    private List<DeliveryRow> deliveries(Delivery.State state) {
        return did(new ShowDeliveries(null, null, state, null))
                .data(ShowDeliveries.Deliveries.class)
                .deliveries();
    }

    private DeliveryRow awaitOne(Delivery.State state) {
        await().atMost(LONG).until(() -> !deliveries(state).isEmpty());
        return deliveries(state).get(0);
    }

    @Test
    void webhook_added_getsSignedEventsAndShowsItsSecretOnce() {
        WebhookView.WithSecret added = add("/hooks");

        publish();

        assertThat(receiver.await(1, LONG)).hasSize(1);
        assertThat(receiver.verifies(added.secret())).isTrue();
        DeliveryRow row = awaitOne(Delivery.State.SUCCEEDED);
        assertThat(row.to()).isEqualTo("Overlay");
        assertThat(row.type()).isEqualTo("tournament.created");
        Answer all = did(new ShowWebhooks());
        assertThat(AppJson.write(all.data(ShowWebhooks.All.class))).doesNotContain(added.secret());
        assertThat(all.text()).isEqualTo("1 webhook");
        assertThat(did(new ShowAudit(null, null)).data(ShowAudit.Audit.class).rows())
                .anySatisfy(line -> assertThat(line.summary())
                        .isEqualTo("added the webhook " + added.webhook().id()))
                .allSatisfy(line -> assertThat(line.summary()).doesNotContain(added.secret()));
        assertThat(added.toString()).doesNotContain(added.secret());
    }

    @Test
    void delivery_shown_hasRequestReplyAndTiming() {
        receiver.on("/hooks").behaves(Behavior.status(503));
        add("/hooks?token=planted");
        publish();
        await().atMost(LONG)
                .until(() -> deliveries(Delivery.State.PENDING).stream().anyMatch(row -> row.attempts() == 1));

        long id = deliveries(Delivery.State.PENDING).get(0).id();
        ShowDelivery.Details details = did(new ShowDelivery(id)).data(ShowDelivery.Details.class);

        assertThat(details.payload()).contains("Cup 1");
        assertThat(details.log()).hasSize(1);
        AttemptView attempt = details.log().get(0);
        assertThat(attempt.status()).isEqualTo(503);
        assertThat(attempt.succeeded()).isFalse();
        assertThat(attempt.requestHeaders()).containsKey("webhook-id");
        assertThat(attempt.url()).endsWith("/hooks").doesNotContain("planted");
        assertThat(attempt.tookMillis()).isNotNegative();
        Answer curl = did(new ShowCurl(id));
        assertThat(curl.data(ShowCurl.Shell.class).command()).startsWith("curl").contains("/hooks");
        refused(Reason.NOT_FOUND, new ShowDelivery(id + 1000));
        refused(Reason.NOT_FOUND, new ShowCurl(id + 1000));
    }

    @Test
    void delivery_thatFailed_isResentAndReplayed() {
        receiver.on("/hooks").behaves(Behavior.status(410));
        String id = add("/hooks").webhook().id();
        publish();
        await().atMost(LONG).until(() -> webhook().state() == Subscription.State.DISABLED);
        receiver.on("/hooks").behaves(Behavior.ok());
        long failed = did(new ShowDeliveries(id, null, null, null))
                .data(ShowDeliveries.Deliveries.class)
                .deliveries()
                .get(0)
                .id();
        refused(Reason.CONFLICT, new ResendDelivery(failed));

        did(new ControlWebhook(id, ControlWebhook.Action.RESUME));
        ReplayDeliveries replay = new ReplayDeliveries(LONG_AGO, id, null);
        Answer.Planned plan = planned(replay);
        assertThat(plan.changes()).containsExactly("sends tournament.created to Overlay again");
        refused(Reason.STALE, new ReplayDeliveries(LONG_AGO, id, "other"));
        did(new ReplayDeliveries(LONG_AGO, id, plan.fingerprint()));

        DeliveryRow arrived = awaitOne(Delivery.State.SUCCEEDED);
        assertThat(did(new ReplayDeliveries(LONG_AGO, null, null)).text())
                .isEqualTo("Nothing failed since then that was not delivered later.");
        assertThat(did(new ResendDelivery(arrived.id())).text())
                .isEqualTo("tournament.created is sent to Overlay again.");
        assertThat(receiver.await(3, LONG)).hasSizeGreaterThanOrEqualTo(3);
        refused(Reason.INVALID, new ReplayDeliveries("yesterday", null, null));
    }

    private WebhookView webhook() {
        return did(new ShowWebhooks()).data(ShowWebhooks.All.class).webhooks().get(0);
    }

    @Test
    void webhook_paused_queuesUntilItIsResumed() {
        String id = add("/hooks").webhook().id();
        did(new ControlWebhook(id, ControlWebhook.Action.PAUSE));
        publish();
        assertThat(webhook().state()).isEqualTo(Subscription.State.PAUSED);
        assertThat(deliveries(Delivery.State.PENDING)).hasSize(1);

        did(new ControlWebhook(id, ControlWebhook.Action.RESUME));

        receiver.await(1, LONG);
        assertThat(webhook().reason()).isEmpty();
    }

    @Test
    void webhook_changed_keepsTheRest() {
        String id = add("/hooks").webhook().id();

        did(new ChangeWebhook(id, null, "", false, 0, "Other"));

        assertThat(webhook().types()).containsExactly("*");
        assertThat(webhook().ordered()).isFalse();
        assertThat(webhook().rate()).isZero();
        assertThat(webhook().description()).isEqualTo("Other");
        assertThat(webhook().url()).isEqualTo(receiver.uri("/hooks").toString());
        did(new ChangeWebhook(id, receiver.uri("/new").toString(), "entry.*, window.opened", null, null, null));
        assertThat(webhook().types()).containsExactly("entry.*", "window.opened");
        refused(Reason.INVALID, new ChangeWebhook(id, null, null, null, null, null));
        refused(Reason.INVALID, new ChangeWebhook(id, "http://10.0.0.1/", null, null, null, null));
    }

    @Test
    void webhook_removed_isShownFirst() {
        String id = add("/hooks").webhook().id();
        did(new ControlWebhook(id, ControlWebhook.Action.PAUSE));
        publish();
        Answer.Planned plan = planned(new RemoveWebhook(id, null));
        assertThat(plan.undoable()).isFalse();
        assertThat(plan.changes()).contains("cancels 1 delivery that is queued");
        did(new ChangeWebhook(id, null, null, null, null, "Changed"));
        refused(Reason.STALE, new RemoveWebhook(id, plan.fingerprint()));

        did(new RemoveWebhook(id, planned(new RemoveWebhook(id, null)).fingerprint()));

        assertThat(did(new ShowWebhooks()).data(ShowWebhooks.All.class).webhooks())
                .isEmpty();
        assertThat(awaitOne(Delivery.State.CANCELLED).to()).isEqualTo("a removed webhook");
        refused(Reason.NOT_FOUND, new RemoveWebhook(id, null));
    }

    @Test
    void secret_replaced_signsWithBothFor24Hours() {
        WebhookView.WithSecret added = add("/hooks");

        WebhookView.WithSecret replaced =
                did(new RotateWebhookSecret(added.webhook().id(), null)).data(WebhookView.WithSecret.class);
        publish();

        receiver.await(1, LONG);
        assertThat(replaced.secret()).isNotEqualTo(added.secret());
        assertThat(receiver.verifies(added.secret())).isTrue();
        assertThat(receiver.verifies(replaced.secret())).isTrue();
        refused(Reason.INVALID, new RotateWebhookSecret(added.webhook().id(), 10_000));
    }

    @Test
    void testEvent_showsTheReply() {
        String id = add("/hooks").webhook().id();
        assertThat(did(new SendTestEvent(id)).text()).startsWith("The receiver took the test event: status 204 after");

        receiver.on("/hooks").behaves(Behavior.status(500));

        Answer failed = did(new SendTestEvent(id));
        assertThat(failed.text()).startsWith("The receiver did not take the test event");
        assertThat(failed.data(AttemptView.class).status()).isEqualTo(500);
        assertThat(receiver.received().get(0).text()).contains("webhooks.test");
    }

    @Test
    void webhook_toAnAddressThatIsNotAllowed_isRefusedWithTheReason() {
        assertThat(refused(Reason.INVALID, new AddWebhook("http://10.0.0.1/hooks", null, false, null, null))
                        .text())
                .startsWith("url ");
        refused(Reason.INVALID, new AddWebhook("no address", null, false, null, null));
        refused(Reason.INVALID, new AddWebhook(receiver.uri("/").toString(), "a b", false, null, null));
        refused(Reason.INVALID, new AddWebhook(receiver.uri("/").toString(), null, false, -1, null));
        refused(Reason.NOT_FOUND, new ControlWebhook("none", ControlWebhook.Action.PAUSE));
    }

    @Test
    void deliveries_filtered_areThoseAskedFor() {
        String id = add("/hooks").webhook().id();
        publish();
        awaitOne(Delivery.State.SUCCEEDED);

        assertThat(found(new ShowDeliveries(id, "tournament.created", null, LONG_AGO)))
                .isEqualTo(1);
        assertThat(found(new ShowDeliveries("none", null, null, null))).isZero();
        assertThat(found(new ShowDeliveries(null, "entry.registered", null, null)))
                .isZero();
        assertThat(found(new ShowDeliveries(null, null, null, "2999-01-01T00:00:00Z")))
                .isZero();
        refused(Reason.INVALID, new ShowDeliveries(null, null, null, "never"));
    }

    private int found(ShowDeliveries command) {
        return did(command).data(ShowDeliveries.Deliveries.class).deliveries().size();
    }

    @Test
    void applicationWithoutWebhooks_refuses() {
        try (TournamentApp plain = TournamentApp.builder(db, new KnownAccounts())
                .withoutBackgroundWork()
                .open()) {
            TournamentScene.refused(plain.run(new ShowWebhooks(), root).get(), Reason.UNAVAILABLE);
        }
    }
}
