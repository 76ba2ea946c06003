// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.AddWebhook;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.SetWindow.Which;
import dev.bracketwire.examples.tournament.command.SetWindow.Wish;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.EventMessage;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes are published as webhooks with their transaction. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class WebhookEventsTest {
    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    @SuppressWarnings("NullAway.Init") // each test opens it
    private TournamentScene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    /** Opens the application with a subscription to everything. */
    private void open(int capacity, int teamSize) {
        scene = TournamentScene.of(database.open(), new KnownAccounts(), capacity, teamSize);
        hooks().subscribe(
                        SubscriptionOptions.to("https://hooks.example.org/all").ordered())
                .get();
    }

    private Webhooks hooks() {
        return scene.app.webhooks().hooks();
    }

    private List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>(
                hooks().deliveries(DeliveryFilter.all()).toList(1000).get());
        Collections.reverse(all);
        return all;
    }

    private List<String> types() {
        return deliveries().stream().map(Delivery::type).toList();
    }

    private JsonNode lastData() throws Exception {
        List<Delivery> all = deliveries();
        EventMessage message =
                hooks().message(all.get(all.size() - 1).messageId()).get();
        return AppJson.MAPPER.readTree(message.payload()).path("data");
    }

    @Test
    void registration_isPublishedWithPublicNamesOnly() throws Exception {
        open(1, 1);

        scene.register("Ann");

        assertThat(types()).containsExactly("entry.registered");
        assertThat(lastData())
                .isEqualTo(AppJson.MAPPER.readTree(("{\"tournament\":\"cup\",\"tournamentName\":\"Spring Cup\","
                                + "\"person\":\"ID\",\"name\":\"Ann\",\"team\":null,\"registered\":true,"
                                + "\"checkedIn\":false}")
                        .replace("ID", scene.id("Ann"))));
    }

    @Test
    void changesOfEntries_areEachPublishedAsWhatTheyAre() throws Exception {
        open(1, 1);
        scene.register("Ann", "Ben");
        scene.did("Ann", new CheckIn("cup"));
        scene.did("Olga", new CheckIn("cup", scene.id("Ann"), true));
        scene.withdraw("Ann");

        assertThat(types())
                .containsExactly(
                        "entry.registered",
                        "entry.registered",
                        "entry.checked_in",
                        "entry.changed",
                        "entry.withdrawn",
                        "entry.promoted");
        assertThat(lastData().path("name").asText()).isEqualTo("Ben");
        assertThat(lastData().path("registered").asBoolean()).isTrue();
    }

    @Test
    void transaction_rolledBack_publishesNothing() {
        open(1, 1);
        scene.register("Ann");
        Tournament other =
                new Tournament("other", "club", "Other Cup", 4, 1, 0, Window.CLOSED, Window.CLOSED, null, null);

        assertThatThrownBy(() -> scene.db
                        .write(connection -> {
                            scene.app
                                    .transaction(connection, TournamentScene.START, "A-1", null)
                                    .apply(new StateChange.OfTournament(null, other));
                            throw new Refusal(Reason.CONFLICT, "Something else is wrong.");
                        })
                        .get())
                .isInstanceOf(Refusal.class);

        assertThat(types()).containsExactly("entry.registered");
    }

    @Test
    void undo_publishesWhatItDoes() {
        open(1, 1);
        scene.register("Ann", "Ben");
        Answer left = scene.withdraw("Ann");
        int before = types().size();

        scene.undo("Olga", left);

        assertThat(types().subList(before, types().size()))
                .containsExactlyInAnyOrder("entry.registered", "entry.changed");
    }

    @Test
    void tournamentAndSchedule_arePublished() throws Exception {
        open(1, 1);

        Answer created = scene.did("Root", new CreateTournament("other", "club", "Other Cup", 4, 1));
        scene.did("Root", new SetWindow("other", Which.REGISTRATION, Wish.OPEN));
        assertThat(types()).containsExactly("tournament.created", "window.opened", "schedule.changed");
        assertThat(lastData().at("/registration/open").asBoolean()).isTrue();
        scene.did("Root", new SetWindow("other", Which.REGISTRATION, Wish.CLOSED));
        scene.did("Root", ChangeSettings.capacity("other", 5, null));
        assertThat(lastData().path("capacity").asInt()).isEqualTo(5);

        assertThat(types().subList(3, types().size()))
                .containsExactly("window.closed", "schedule.changed", "tournament.changed");
        assertThat(created.done()).isTrue();
    }

    @Test
    void forget_erasesPayloadsAndTellsSubscribersTheIdOnly() throws Exception {
        open(2, 1);
        scene.register("Ann", "Ben");
        scene.did("Ann", new CheckIn("cup"));
        List<EventMessage> about = hooks().messagesAbout(scene.id("Ann")).get();
        Answer.Planned plan = scene.planned("Root", new Forget(scene.id("Ann"), null));

        scene.did("Root", new Forget(scene.id("Ann"), plan.fingerprint()));

        assertThat(hooks().messagesAbout(scene.id("Ann")).get()).isEmpty();
        assertThat(about).hasSize(2).allSatisfy(each -> {
            EventMessage message = hooks().message(each.id()).get();
            assertThat(message.payload()).isEmpty();
            assertThat(message.deliveries())
                    .allSatisfy(delivery -> assertThat(delivery.state()).isEqualTo(Delivery.State.CANCELLED));
        });
        assertThat(lastData()).isEqualTo(AppJson.MAPPER.createObjectNode().put("person", scene.id("Ann")));
        assertThat(hooks().messagesAbout(scene.id("Ben")).get())
                .allSatisfy(message -> assertThat(message.payload()).contains("Ben"));
    }

    @Test
    void types_areRegisteredWithTheirSchemas() {
        open(1, 1);

        assertThat(hooks().types().get())
                .hasSize(17)
                .allSatisfy(type -> assertThat(type.description()).endsWith("."))
                .extracting(EventType::jsonSchema)
                .allSatisfy(schema -> assertThat(schema).contains("additionalProperties"));
    }

    @Test
    void programWithoutKeys_publishesAndLeavesSecretsToOthers() {
        open(1, 1);
        try (TournamentApp other = TournamentApp.builder(scene.db, new KnownAccounts())
                .clock(scene.clock)
                .publishing()
                .withoutBackgroundWork()
                .open()) {
            other.run(new Register("cup", "Ann#EUW"), scene.caller("Ann")).get();

            assertThat(types()).containsExactly("entry.registered");
            Answer refused = other.run(
                            new AddWebhook("https://hooks.example.org/x", null, false, null, null),
                            scene.caller("Root"))
                    .get();
            TournamentScene.refused(refused, Reason.UNAVAILABLE);
        }
    }
}
