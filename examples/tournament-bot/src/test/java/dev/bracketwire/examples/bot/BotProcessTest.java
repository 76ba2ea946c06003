// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BotProcessTest {
    private static final String SETTINGS =
            "{\"result\":\"done\",\"id\":\"A-1\",\"text\":\"Cup\",\"data\":{\"id\":\"cup\","
                    + "\"organisation\":\"club\",\"name\":\"Cup\",\"capacity\":8,\"teamSize\":1,\"maxTeams\":0,"
                    + "\"registration\":{\"byHand\":\"OPEN\"},\"checkIn\":{}}}";
    private static final String SHEET = "{\"result\":\"done\",\"id\":\"A-2\",\"text\":\"No sheet\",\"data\":{"
            + "\"sentence\":\"No sheet follows this tournament.\",\"current\":true,\"problems\":[],\"edits\":[]}}";
    private static final String TOURNAMENT =
            "{\"result\":\"done\",\"id\":\"A-3\",\"text\":\"Cup\",\"data\":{\"tournament\":{"
                    + "\"id\":\"cup\",\"organisation\":\"club\",\"name\":\"Cup\",\"capacity\":8,\"teamSize\":1,\"registered\":REGISTERED,"
                    + "\"waiting\":0,\"checkedIn\":0,\"registration\":{\"open\":true,\"byHand\":\"OPEN\"},"
                    + "\"checkIn\":{\"open\":false}},\"players\":[]}}";

    private static BotSettings.ServiceSettings service(String... command) {
        return new BotSettings.ServiceSettings(
                List.of(command), Optional.empty(), Map.of("MARK", "1"), Optional.empty(), Optional.empty(), List.of());
    }

    private static BotSettings settings(FakeUpstream server, Path folder) {
        return BotSettings.read(
                Optional.empty(),
                Optional.of(server.uri()),
                Map.of(
                        "TOURNAMENT_TOKEN", "t",
                        "TOURNAMENT_PANELS", folder.resolve("bot.db").toString(),
                        "TOURNAMENT_STATE", folder.resolve("state").toString()));
    }

    @Test
    void start_besideAServer_postsThePanelAndFollowsTheServer(@TempDir Path folder) throws Exception {
        try (DiscordPlatform platform = new DiscordPlatform();
                FakeUpstream server = FakeUpstream.start()) {
            server.on("GET", "/api/tournaments/cup/sheet").answers(Answer.json(SHEET));
            server.on("GET", "/api/tournaments/cup/settings").answers(Answer.json(SETTINGS));
            server.on("GET", "/api/tournaments/cup")
                    .answers(
                            Answer.json(TOURNAMENT.replace("REGISTERED", "1")),
                            Answer.json(TOURNAMENT.replace("REGISTERED", "2")));
            server.on("GET", "/events")
                    .answers(received ->
                            server.received("GET", "/api/tournaments/cup").isEmpty()
                                    ? Answer.text("later").status(503)
                                    : Answer.text(
                                                    "event: change\nid: 5\ndata: {\"topic\":\"entries\",\"tournament\":\"cup\"}\n\n")
                                            .contentType("text/event-stream")
                                            .chunked());
            try (BotProcess process = BotProcess.start(settings(server, folder), platform.connect())) {
                assertThat(process.note()).isEmpty();
                platform.interact(
                        "command.json",
                        "\"name\":\"admin\"",
                        "\"name\":\"setup\"",
                        "\"options\":[{\"type\":1,\"name\":\"window\",\"options\":[{\"type\":3,\"name\":\"which\",\"value\":\"registration\"},"
                                + "{\"type\":3,\"name\":\"state\",\"value\":\"open\"}]}]",
                        "\"options\":[{\"type\":3,\"name\":\"tournament\",\"value\":\"cup\"}]");

                JsonNode panel = platform.sent("POST", "/channels/600/messages");
                assertThat(panel.path("content").asText()).contains("## Cup", "1 of 8 taken");
                JsonNode answer = platform.sent("PATCH", "/webhooks/900/command-token/messages/@original");
                assertThat(answer.path("content").asText()).contains("The panel of cup appears in <#600>");
                assertThat(server.received("GET", "/api/tournaments/cup/sheet")
                                .get(0)
                                .header("X-Discord-Id"))
                        .hasValue("101");
                JsonNode edited = platform.sent("PATCH", "/channels/600/messages/800");
                assertThat(edited.path("content").asText()).contains("2 of 8 taken");
            }
        }
    }

    @Test
    void start_onADatabase_runsTheApplicationAndTheTerminalSeesIt() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
                DiscordPlatform platform = new DiscordPlatform()) {
            Map<String, String> environment = Map.of(
                    "TOURNAMENT_DATABASE", postgres.getJdbcUrl("postgres", "postgres"),
                    "TOURNAMENT_DATABASE_USER", "postgres",
                    "TOURNAMENT_DATABASE_PASSWORD", "postgres",
                    "TOURNAMENT_RIOT_KEY", "RGAPI-none");
            BotSettings settings = BotSettings.read(Optional.empty(), Optional.empty(), environment);
            try (BotProcess process = BotProcess.start(settings, platform.connect())) {
                assertThat(process.note()).isEmpty();
                assertThat(platform.sent("PUT", "/applications/900/commands")).hasSize(3);
                platform.interact("button.json", "CUSTOM", "check-in:cup");
                assertThat(platform.sent("PATCH", "/webhooks/900/button-token/messages/@original")
                                .path("content")
                                .asText())
                        .contains("This button is old");
            }

            StringWriter printed = new StringWriter();
            PrintWriter out = new PrintWriter(printed, true);
            String[] create = {"--console", "--as", "Olga", "-c", "create cup club Cup 8 1", "-c", "tournaments"};
            assertThat(BotMain.commandLine(environment).setOut(out).setErr(out).execute(create))
                    .isEqualTo(0);
            assertThat(printed.toString()).contains("Cup is created", "1 tournaments");
        }
    }

    @Test
    void start_databaseWithoutRiotKey_refusesToStart() throws Exception {
        BotSettings settings = BotSettings.read(
                Optional.empty(), Optional.empty(), Map.of("TOURNAMENT_DATABASE", "jdbc:postgresql://127.0.0.1:1/x"));

        assertThatThrownBy(() -> LocalApplication.open(settings))
                .isInstanceOf(BotSettings.MissingException.class)
                .hasMessageContaining("TOURNAMENT_RIOT_KEY");
    }

    @Test
    void start_services_liveAsLongAsTheBot(@TempDir Path folder) throws Exception {
        long pid;
        try (BoundServices services = BoundServices.start(folder, Map.of("sleeper", service("sleep", "600")))) {
            var running = services.list().get().get(0);
            assertThat(running.ready()).isTrue();
            pid = Objects.requireNonNull(running.pid());
            assertThat(ProcessHandle.of(pid))
                    .hasValueSatisfying(each -> assertThat(each.isAlive()).isTrue());
            assertThat(services.control("sleeper", ServiceAction.STOP).get().ready())
                    .isFalse();
            assertThat(services.control("sleeper", ServiceAction.START).get().ready())
                    .isTrue();
            assertThat(services.log("sleeper", 5).get()).isEmpty();
            assertThatThrownBy(() -> services.log("other", 5).get()).hasMessageContaining("There is no service");
            assertThatThrownBy(
                            () -> services.control("other", ServiceAction.STOP).get())
                    .hasMessageContaining("There is no service");
            pid = Objects.requireNonNull(services.list().get().get(0).pid());
        }
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    @Test
    void start_serviceThatFails_leavesNothingBehind(@TempDir Path folder) {
        assertThatThrownBy(() -> BoundServices.start(folder, Map.of("broken", service("/no/such/program"))))
                .hasMessageContaining("broken");
    }
}
