// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a message: the application on SQLite behind an HTTP API, the bot beside it, and Discord. */
class ServerOutboxTest {
    private static final List<String> OUTBOX = List.of("take-messages", "report-message", "take-roles", "report-roles");

    private final FakeUpstream server = FakeUpstream.start();

    /** Serves the commands of the outbox and the live events of the application by the contract of the server. */
    private void serve(TournamentApp app, Person bot) {
        for (String name : OUTBOX) {
            Class<? extends Command> type =
                    Objects.requireNonNull(Commands.all().get(name));
            Operation operation = Commands.operation(type);
            server.on(operation.method(), "/api" + operation.path())
                    .answers(received -> Answer.json(
                            AppJson.write(app.run(command(type, received), Caller.of(bot.id(), Face.DISCORD))
                                    .get())));
        }
        server.on("GET", "/events").answers(received -> events(app, received));
    }

    private static Command command(Class<? extends Command> type, Received received) {
        try {
            ObjectNode fields = (ObjectNode) AppJson.MAPPER.readTree(received.text());
            received.variables().forEach(fields::put);
            return AppJson.MAPPER.treeToValue(fields, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the events so far. The bot connects again after the end of the stream. */
    private static Answer events(TournamentApp app, Received received) {
        String after = received.header("Last-Event-ID").orElse("0");
        List<String> events = app.read(state -> state.sql()
                        .list(
                                "SELECT * FROM ${events} WHERE number > ? ORDER BY number",
                                row -> "event: change\nid: " + row.getLong("number") + "\ndata: {\"topic\":\""
                                        + row.getString("topic") + "\",\"tournament\":\""
                                        + row.getString("tournament") + "\"}\n\n",
                                Long.valueOf(after)))
                .get();
        return Answer.text(
                        (after.equals("0") ? "event: hello\nid: 0\n\n" : "event: beat\n\n") + String.join("", events))
                .contentType("text/event-stream")
                .chunked();
    }

    private static List<String> texts(TournamentApp app, String sql) {
        return app.read(state -> state.sql().list(sql, row -> row.getString(1))).get();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(50));
    }

    private static void done(TournamentApp app, Caller caller, Command command) {
        var answer = app.run(command, caller).get();
        assertThat(answer.done()).as(answer.text()).isTrue();
    }

    @Test
    void promotion_onAServerWithoutDiscord_reachesThePersonThroughTheBot(@TempDir Path folder) throws Exception {
        try (FakeRiot fake = FakeRiot.start();
                Riot riot =
                        Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
                Database db = Database.open(folder.resolve("tournaments.db"));
                TournamentApp app =
                        TournamentApp.builder(db, Identities.of(riot, Game.TFT)).open();
                DiscordPlatform platform = new DiscordPlatform()) {
            fake.player("Ann", "EUW", "euw1");
            fake.player("Ben", "EUW", "euw1");
            Person bot = app.addPerson("bot").get();
            Caller schedule = new Caller("schedule", Face.SCHEDULE);
            Caller ann = Caller.of(
                    app.personOfDiscord("100000000000000101", "Ann").get().id(), Face.WEB);
            Caller ben = Caller.of(
                    app.personOfDiscord("100000000000000102", "Ben").get().id(), Face.WEB);
            done(app, schedule, new SetPermission(null, bot.id(), Permission.ADMIN));
            done(app, schedule, new CreateTournament("cup", "club", "Cup", 1, 1));
            done(app, schedule, new SetWindow("cup", SetWindow.Which.REGISTRATION, SetWindow.Wish.OPEN));
            done(app, ann, new Register("cup", "Ann#EUW"));
            serve(app, bot);
            BotSettings settings = BotSettings.read(
                    Optional.empty(),
                    Optional.of(server.uri()),
                    Map.of(
                            "TOURNAMENT_TOKEN",
                            "t",
                            "TOURNAMENT_PANELS",
                            folder.resolve("bot.db").toString()));
            try (BotProcess process = BotProcess.start(settings, platform.connect())) {
                assertThat(process.note()).isEmpty();
                await().until(() ->
                        texts(app, "SELECT mark FROM ${role_wishes}").isEmpty());
                done(app, ben, new Register("cup", "Ben#EUW"));
                done(app, ann, new Withdraw("cup", null));

                assertThat(platform.sent("POST", "/channels/700/messages")
                                .path("content")
                                .asText())
                        .startsWith("A place has become free");
                assertThat(platform.sent("POST", "/users/@me/channels")
                                .path("recipient_id")
                                .asText())
                        .isEqualTo("100000000000000102");
                await().until(() -> texts(app, "SELECT state FROM ${messages}").equals(List.of("SENT")));
                await().until(() ->
                        texts(app, "SELECT mark FROM ${role_wishes}").isEmpty());
            }
            assertThat(texts(app, "SELECT summary FROM ${audit} WHERE command LIKE 'take%' OR command LIKE 'report%'"))
                    .isEmpty();
            assertThat(platform.rest.received("POST", DiscordPlatform.API + "/channels/700/messages"))
                    .hasSize(1);
        } finally {
            server.close();
        }
    }
}
