// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import static dev.bracketwire.examples.tournament.discord.BotScene.ANN;
import static dev.bracketwire.examples.tournament.discord.BotScene.BEN;
import static dev.bracketwire.examples.tournament.discord.BotScene.GUILD;
import static dev.bracketwire.examples.tournament.discord.BotScene.OLGA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Ports;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.ShowRoster;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TournamentBotTest {
    private BotScene scene;

    @BeforeEach
    void open() {
        scene = new BotScene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void form_teamsOrNot_asksForWhatIsNeeded() {
        scene.tournament("solo", "club", 8, 1).tournament("duo", "club", 8, 2);
        scene.setup(GUILD, "solo", "c1");
        scene.setup(GUILD, "duo", "c2");
        PanelBoardTest.awaitPanel(scene, "c1");
        PanelBoardTest.awaitPanel(scene, "c2");

        assertThat(scene.discord.form(ANN, GUILD, "register:solo").orElseThrow().fields())
                .extracting(DiscordForm.Field::id)
                .containsExactly("riot-id");
        assertThat(scene.discord.form(ANN, GUILD, "register:duo").orElseThrow().fields())
                .extracting(DiscordForm.Field::id)
                .containsExactly("riot-id", "team");
        assertThat(scene.discord.form(ANN, GUILD, "check-in:solo")).isEmpty();
    }

    @Test
    void register_byForm_answersWithThePlace() {
        scene.tournament("cup", "club", 1, 1);
        scene.setup(GUILD, "cup", "c1");

        assertThat(scene.register(ANN, GUILD, "cup", "Ann#EUW").text())
                .startsWith("Registered as Ann#EUW: place 1 of 1");
        assertThat(scene.register(BEN, GUILD, "cup", "Ben#EUW").text()).contains("number 1 on the waitlist");
        assertThat(scene.register(BEN, GUILD, "cup", "no tag").text()).contains("Write it like Ann#EUW");
    }

    @Test
    void register_oldPanelAfterClose_refusesBeforeTheForm() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        PanelBoardTest.awaitPanel(scene, "c1");
        scene.did(new SetWindow("cup", SetWindow.Which.REGISTRATION, SetWindow.Wish.CLOSED));

        // The bot has not heard of it yet, so the form opens; its answer is refused all the same.
        assertThat(scene.register(ANN, GUILD, "cup", "Ann#EUW").text()).contains("is closed. Ask an organiser");

        scene.bot.changed("cup");
        scene.clock.advance(java.time.Duration.ofSeconds(3));
        PanelBoardTest.await(
                () -> scene.discord.form(ANN, GUILD, "register:cup").isEmpty());
        assertThat(scene.discord.press(ANN, GUILD, "register:cup").text())
                .isEqualTo("Registration for Cup cup is closed. Ask an organiser.");
    }

    @Test
    void register_pressedWhenJustOpened_asksToPressAgain() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");

        assertThat(scene.discord.press(ANN, GUILD, "register:cup").text()).contains("Press Register once more");
    }

    @Test
    void checkIn_twice_changesNothingTheSecondTime() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");

        assertThat(scene.discord.press(ANN, GUILD, "check-in:cup").text())
                .contains("is not registered", "Register first");
        scene.register(ANN, GUILD, "cup", "Ann#EUW");
        assertThat(scene.discord.press(ANN, GUILD, "check-in:cup").text()).isEqualTo("Checked in as Ann#EUW.");
        assertThat(scene.discord.press(ANN, GUILD, "check-in:cup").text()).isEqualTo("Checked in already.");
    }

    @Test
    void withdraw_pressed_asksFirst() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        scene.register(ANN, GUILD, "cup", "Ann#EUW");

        DiscordMessage asked = scene.discord.press(ANN, GUILD, "withdraw:cup");
        assertThat(scene.discord.press(ANN, GUILD, asked, "Stay").text()).isEqualTo("Nothing was changed.");
        assertThat(scene.discord.press(ANN, GUILD, asked, "Withdraw").text()).startsWith("Withdrawn from Cup cup.");
        assertThat(scene.discord.press(ANN, GUILD, "withdraw:cup").text()).contains("nothing to withdraw");
    }

    @Test
    void choose_pressedByAnother_isRefused() {
        scene.tournament("cup", "club", 8, 2);
        scene.setup(GUILD, "cup", "c1");
        Map<String, String> foxes = Map.of("riot-id", "Ann#EUW", "team", "Foxes");
        assertThat(scene.discord.submit(ANN, GUILD, "register:cup", foxes).text())
                .contains("team Foxes");

        DiscordMessage choices =
                scene.discord.submit(BEN, GUILD, "register:cup", Map.of("riot-id", "Ben#EUW", "team", "Foxess"));
        assertThat(choices.buttons()).extracting(Button::label).containsExactly("Join Foxes", "Keep Foxess");
        assertThat(scene.discord.press(ANN, GUILD, choices, "Keep Foxess").text())
                .contains("not yours");
        assertThat(scene.discord.press(BEN, GUILD, choices, "Join Foxes").text())
                .contains("in team Foxes");
    }

    @Test
    void account_sameNameAnotherId_isAnotherPerson() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        scene.register(ANN, GUILD, "cup", "Ann#EUW");

        assertThat(scene.discord
                        .press(new DiscordAccount("999", "Ann"), GUILD, "check-in:cup")
                        .text())
                .contains("is not registered");
        assertThat(scene.discord
                        .press(new DiscordAccount("101", "Annabel"), GUILD, "check-in:cup")
                        .text())
                .isEqualTo("Checked in as Ann#EUW.");
        assertThat(scene.did(new ShowRoster("cup"))
                        .data(ShowRoster.Roster.class)
                        .rows()
                        .get(0)
                        .name())
                .isEqualTo("Annabel");
    }

    @Test
    void guilds_two_shareNothing() {
        scene.tournament("one", "club", 8, 1).tournament("two", "other", 8, 1);
        scene.setup("guild1", "one", "c1");
        scene.setup("guild2", "two", "c2");

        assertThat(scene.setup("guild2", "one", "c2").text()).contains("shown in another server");
        assertThat(scene.discord.press(ANN, "guild2", "check-in:one").text()).contains("not in this server");
        assertThat(scene.discord.form(ANN, "guild2", "register:one")).isEmpty();
        assertThat(scene.discord
                        .type(ANN, "guild2", "roster", Map.of("tournament", "one"))
                        .text())
                .contains("This server has no tournament", "two");
        assertThat(scene.discord.type(ANN, "guild1", "roster", Map.of()).text()).startsWith("**Cup one**");
        assertThat(scene.discord.suggestions("guild1", "")).containsExactly("one");
        scene.tournament("three", "other", 8, 1);
        assertThat(scene.setup("guild1", "three", "c1").text()).contains("belongs to the organisation club");
    }

    @Test
    void set_rolesOfAnEntry_touchesOursOnly() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        scene.discord.roles.put(GUILD + ":101", new java.util.TreeSet<>(Set.of("moderator", "role-here")));
        Person ann = new Person("p-ann", "Ann", "101");
        Tournament cup = scene.app.read(state -> state.tournament("cup")).get();

        assertThat(scene.bot.set(ann, cup, Set.of(Ports.Role.REGISTERED)).get()).isTrue();
        assertThat(scene.discord.roles.get(GUILD + ":101")).containsExactly("moderator", "role-in");
        assertThat(scene.bot.set(ann, cup, Set.of()).get()).isTrue();
        assertThat(scene.discord.roles.get(GUILD + ":101")).containsExactly("moderator");
        assertThat(scene.bot.set(new Person("p-x", "X", null), cup, Set.of()).get())
                .isTrue();
    }

    @Test
    void send_messages_escapesThemAndNamesClosedAccounts() {
        assertThat(scene.bot
                        .send(new Person("p", "Ann", "101"), "You are **in** at 2026-12-05T18:00:00Z.", "m-1")
                        .get())
                .isTrue();
        assertThat(scene.discord.directs).containsEntry("m-1", "101: You are \\*\\*in\\*\\* at <t:1796493600:F>.");
        assertThat(scene.bot
                        .post("900", "@everyone **Final** is moved to 2026-12-05T18:00:00Z.", "m-9")
                        .get())
                .isTrue();
        assertThat(scene.discord.messages.values())
                .filteredOn(shown -> shown.channel().equals("900"))
                .extracting(shown -> shown.content().text())
                .containsExactly("@\u200Beveryone \\*\\*Final\\*\\* is moved to <t:1796493600:F>.");
        scene.discord.closed.add("102");
        assertThatThrownBy(() -> scene.bot
                        .send(new Person("p", "Ben", "102"), "Hello", "m-2")
                        .get())
                .isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> scene.bot
                        .send(new Person("p", "Cid", null), "Hello", "m-3")
                        .get())
                .isInstanceOf(ClosedException.class);
    }

    @Test
    void handle_unknownButton_explainsItself() {
        assertThat(scene.discord.press(ANN, GUILD, "vote:7").text()).contains("from an earlier time");
        assertThat(scene.discord.press(ANN, GUILD, "check-in:gone").text()).contains("This button is old");
        assertThat(scene.discord.press(ANN, GUILD, "choose:A-1:x").text()).contains("is no number");
        assertThat(scene.discord.type(ANN, GUILD, "admin dance", Map.of()).text())
                .contains("does not know this command");
        assertThat(scene.discord.type(ANN, null, "roster", Map.of()).text()).contains("in a channel of your server");
        assertThat(scene.discord.type(ANN, GUILD, "roster", Map.of()).text()).contains("no tournament yet");
    }

    @Test
    void handle_failure_carriesAnId() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        scene.db.close();

        assertThat(scene.discord.press(ANN, GUILD, "check-in:cup").text())
                .containsPattern("tell an organiser the id A-[A-Z0-9]{10}\\.");
    }

    @Test
    void handle_notStarted_asksToWait() {
        TournamentBot early = TournamentBot.create(scene.discord, scene.db, scene.clock);

        assertThat(early.handle(new DiscordInteraction(
                                DiscordInteraction.Kind.BUTTON, "check-in:cup", ANN, GUILD, "c", Map.of()))
                        .get()
                        .text())
                .contains("starting");
        assertThat(early.suggestions(GUILD, "")).isEmpty();
        early.changed("cup");
        early.changedAll();
        early.close();
    }

    @Test
    void admin_reset_isPlannedConfirmedAndUndone() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        scene.register(ANN, GUILD, "cup", "Ann#EUW");
        scene.register(BEN, GUILD, "cup", "Ben#EUW");
        Map<String, String> reset = Map.of("which", "registration");

        assertThat(scene.discord.type(ANN, GUILD, "admin reset", reset).text())
                .contains("needs the permission organiser");
        DiscordMessage plan = scene.discord.type(OLGA, GUILD, "admin reset", reset);
        assertThat(plan.text()).contains("Nothing is changed yet", "Ann", "Ben", "It can be undone");
        assertThat(scene.discord.press(ANN, GUILD, plan, "Confirm").text()).contains("not yours");
        scene.restart();
        assertThat(scene.discord.press(OLGA, GUILD, plan, "Confirm").text()).contains("3 changes made");
        assertThat(scene.discord.press(OLGA, GUILD, plan, "Confirm").text()).contains("it is gone");
        assertThat(roster()).isEmpty();

        String id = scene
                .did(new dev.bracketwire.examples.tournament.command.ShowAudit("cup", null))
                .data(dev.bracketwire.examples.tournament.command.ShowAudit.Audit.class)
                .rows()
                .stream()
                .filter(row -> row.command().equals("reset-registration") && row.changes() == 3)
                .findFirst()
                .orElseThrow()
                .id();
        DiscordMessage undo = scene.discord.type(OLGA, GUILD, "admin undo", Map.of("answer", id));
        assertThat(scene.discord.press(OLGA, GUILD, undo, "Confirm").text()).contains("3 changes made");
        assertThat(roster()).containsExactly("Ann#EUW", "Ben#EUW");
    }

    @Test
    void admin_resetCancelled_changesNothing() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        for (DiscordAccount each : List.of(ANN, BEN)) {
            scene.register(each, GUILD, "cup", each.name() + "#EUW");
            scene.discord.press(each, GUILD, "check-in:cup");
        }

        DiscordMessage plan = scene.discord.type(OLGA, GUILD, "admin reset", Map.of("which", "check-in"));
        assertThat(scene.discord.press(OLGA, GUILD, plan, "Cancel").text()).isEqualTo("Nothing was changed.");
        assertThat(scene.discord.press(OLGA, GUILD, plan, "Confirm").text()).contains("it is gone");
        assertThat(roster()).hasSize(2);
    }

    @Test
    void admin_windows_openAndCloseRepeatably() {
        scene.tournament("cup", "club", 8, 1);
        scene.setup(GUILD, "cup", "c1");
        Map<String, String> close = Map.of("which", "check-in", "state", "closed");

        assertThat(scene.discord.type(OLGA, GUILD, "admin window", close).text())
                .isEqualTo("Check-in is closed.");
        assertThat(scene.discord.type(OLGA, GUILD, "admin window", close).text())
                .isEqualTo("Check-in is closed already.");
        assertThat(scene.discord
                        .type(OLGA, GUILD, "admin window", Map.of("which", "check-in", "state", "ajar"))
                        .text())
                .contains("state must be one of");
        assertThat(scene.discord
                        .type(OLGA, GUILD, "admin window", Map.of("which", "check-in"))
                        .text())
                .isEqualTo("Fill in state.");
        assertThat(scene.discord
                        .type(OLGA, GUILD, "admin schedule", Map.of("which", "check-in"))
                        .text())
                .contains("Name the time");
        assertThat(scene.discord
                        .type(
                                OLGA,
                                GUILD,
                                "admin schedule",
                                Map.of("which", "check-in", "opens", "2026-12-05T18:00:00Z"))
                        .text())
                .contains("1 change made");
        assertThat(scene.discord
                        .type(OLGA, GUILD, "admin schedule", Map.of("which", "registration", "closes", "tomorrow"))
                        .text())
                .contains("registrationCloses is no time");
    }

    @Test
    void admin_services_areListedAndStopped() {
        assertThat(scene.discord.type(OLGA, GUILD, "admin services", Map.of()).text())
                .contains("✓ overlay: ready");
        assertThat(scene.discord
                        .type(OLGA, GUILD, "admin service", Map.of("service", "overlay", "action", "stop"))
                        .text())
                .isEqualTo("overlay is stopped.");
        assertThat(scene.discord.type(ANN, GUILD, "admin services", Map.of()).text())
                .contains("permission viewer");
    }

    private List<String> roster() {
        Answer answer = scene.did(new ShowRoster("cup"));
        return answer.data(ShowRoster.Roster.class).rows().stream()
                .map(row -> row.entry().riotId())
                .toList();
    }
}
