// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Choice;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.ListTournaments;
import dev.bracketwire.examples.tournament.command.ResetCheckIn;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final Caller VISITOR = Caller.visitor(Face.TERMINAL);

    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed);
    private final List<Command> ran = new ArrayList<>();

    private Call<Answer> answer(Command command) {
        ran.add(command);
        if (command instanceof ResetCheckIn reset && reset.confirm() == null) {
            return Call.done(
                    new Answer.Planned("A-1", "Reset: 2 changes", "f1", List.of("Ann is not checked in"), 1, true));
        }
        if (command instanceof ListTournaments) {
            return Call.done(new Answer.Failed("A-2", "Tell an organiser the id A-2."));
        }
        return Call.done(
                command instanceof Choose
                        ? new Answer.Done("A-3", "Joined Foxes.", null)
                        : command instanceof ResetCheckIn || command instanceof Undo
                                ? new Answer.Done("A-4", "Done\u001b[2J.", null)
                                : new Answer.Refused(
                                        "A-5",
                                        "Which team?",
                                        Answer.Reason.CHOOSE,
                                        List.of(new Choice(1, "Join Foxes"), new Choice(2, "Keep Foxess"))));
    }

    private int script(boolean yes, String line) {
        return Console.ofScript((command, caller) -> answer(command), name -> VISITOR, VISITOR, out, yes)
                .run(line);
    }

    private int session(String lines) {
        return Console.asking(
                        (command, caller) -> answer(command),
                        name -> VISITOR,
                        VISITOR,
                        out,
                        new BufferedReader(new StringReader(lines)),
                        true)
                .run();
    }

    @Test
    void run_script_givesTheCodeOfTheAnswer() {
        assertThat(script(false, "choose A-1 1")).isEqualTo(0);
        assertThat(script(false, "register cup Ann#EUW")).isEqualTo(3);
        assertThat(script(false, "tournaments")).isEqualTo(4);
        assertThat(script(false, "dance")).isEqualTo(2);
        assertThat(script(false, " ")).isEqualTo(2);
        assertThat(script(false, "as")).isEqualTo(2);
        assertThat(script(false, "help")).isEqualTo(0);
        assertThat(printed.toString())
                .contains("choose A-5 NUMBER", "There is no command", "Usage: as NAME", "register");
    }

    @Test
    void run_planInAScript_needsYes() {
        assertThat(script(false, "reset-check-in cup")).isEqualTo(3);
        assertThat(printed.toString()).contains("and 1 more", "Nothing is changed yet", "--confirm f1");
        assertThat(script(true, "reset-check-in cup")).isEqualTo(0);
        assertThat(script(false, "reset-check-in cup --confirm f1")).isEqualTo(0);
    }

    @Test
    void run_session_choosesByNumberAndConfirmsByYes() {
        assertThat(session("register cup Ann#EUW\n1\nreset-check-in cup\nyes\nundo last\n"))
                .isEqualTo(0);

        assertThat(ran).contains(new Choose("A-5", 1), new ResetCheckIn("cup", "f1"), new Undo("cup", "A-4", null));
        assertThat(printed.toString())
                .contains("1  Join Foxes", "Joined Foxes.  (A-3)")
                .doesNotContain("\u001b");
    }

    @Test
    void run_sessionDeclined_changesNothing() {
        assertThat(session("as Ann\nregister cup Ann#EUW\n\nreset-check-in cup\nno\nexit\n"))
                .isEqualTo(3);
        assertThat(printed.toString()).contains("Ann> ", "Nothing was changed.");
        assertThat(ran).hasSize(2);
    }

    @Test
    void play_demoSession_tellsTheStory() throws Exception {
        try (var session =
                new InputStreamReader(ConsoleDemo.class.getResourceAsStream("/session.txt"), StandardCharsets.UTF_8)) {
            assertThat(ConsoleDemo.play(session, out)).isEqualTo(0);
        }
        assertThat(printed.toString())
                .contains(
                        "Registered as Ann#EUW: place 1 of 2.",
                        "Riot knows no account of this name",
                        "Did you mean register?",
                        "number 1 on the waitlist",
                        "1 moved up from the waitlist",
                        "Reset of registration of Spring Cup: 3 changes made.",
                        "Undo of reset-registration")
                .doesNotContain("{");
    }

    @Test
    void find_names_areOneOfMany() {
        try (Riot riot = Riot.create(dev.bracketwire.Secret.of("RGAPI-none"));
                Database db = Database.inMemory();
                TournamentApp app = TournamentApp.builder(db, Identities.of(riot, Game.TFT))
                        .withoutBackgroundWork()
                        .open()) {
            ConsoleAccounts accounts = ConsoleAccounts.of(app);
            Console console = Console.ofScript(app, accounts, VISITOR, out, false);
            assertThat(console.run("as Olga")).isEqualTo(0);
            assertThat(console.run("create cup club Cup 8 1")).isEqualTo(0);
            assertThat(console.run("as Ann")).isEqualTo(0);
            assertThat(console.run("create cup2 club Cup 8 1")).isEqualTo(3);
            app.addPerson("ann").get();
            assertThat(console.run("as Ann")).isEqualTo(2);
            assertThat(printed.toString()).contains("2 people are called Ann. Use one of their ids: p-");
            assertThat(Console.ofScript(app, ConsoleAccounts.ofToken(), VISITOR, out, false)
                            .run("as Ann"))
                    .isEqualTo(2);
        }
    }

    @Test
    void of_data_isLinesAndTables() {
        assertThat(AnswerLines.of(Map.of("lines", List.of("one", "tw\u202Eo"))))
                .containsExactly("  one", "  tw\uFFFDo");
        assertThat(AnswerLines.of(List.of(Map.of("at", "2026-12-05T18:00:00Z", "odd", "2026-12-05Txx:00:00Z"))))
                .anySatisfy(line -> assertThat(line).contains("2026-12-05 18:00 UTC"));
        assertThat(AnswerLines.of(Map.of("people", List.of()))).containsExactly("  no people");
        assertThat(AnswerLines.of(null)).isEmpty();
        assertThat(AnswerLines.of(List.of())).isEmpty();
        assertThat(AnswerLines.of(List.of(Map.of("name", "x".repeat(60))))).anyMatch(line -> line.endsWith("…"));
        assertThat(AnswerLines.of(List.of(Map.of("tags", List.of("a", Map.of("b", "c"))))))
                .anyMatch(line -> line.contains("a, c"));
    }
}
