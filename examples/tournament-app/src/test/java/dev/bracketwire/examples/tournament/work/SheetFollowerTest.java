// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SheetFollowerTest {
    @Test
    void run_registrationAndCheckIn_fillAPreparedRow() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            assertThat(sheet.tab.rows().get(1)).startsWith("Ann", "Ann#EUW", true, false);
            assertThat(sheet.tab.cell("F2")).isEqualTo("seat 0");
            sheet.scene.as("Ann", new CheckIn(WorkScene.CUP));
            sheet.awaitSame();
            assertThat(sheet.tab.cell("D2")).isEqualTo(true);
        }
    }

    @Test
    void run_withdrawalAndPromotion_isOneWrite() {
        try (SheetScene sheet = new SheetScene(2, 1)) {
            sheet.scene.register("Ann", "Ben", "Cid");
            sheet.awaitSame();
            assertThat(sheet.rows()).doesNotContainKey("Cid");
            String place = sheet.place("Ann");
            int before = sheet.google.writes();
            sheet.scene.as("Ann", new Withdraw(WorkScene.CUP, null));
            sheet.awaitSame();
            assertThat(sheet.google.writes() - before).isEqualTo(1);
            assertThat(sheet.place("Cid")).isEqualTo(place);
        }
    }

    @Test
    void run_withdrawal_freesTheRow() {
        try (SheetScene sheet = new SheetScene(2, 1)) {
            sheet.scene.register("Ann");
            sheet.awaitSame();
            sheet.scene.as("Ann", new Withdraw(WorkScene.CUP, null));
            sheet.awaitSame();
            assertThat(sheet.tab.cell("C2")).isEqualTo(false);
            assertThat(sheet.tab.cell("F2")).isEqualTo("seat 0");
            sheet.scene.register("Ben");
            sheet.awaitSame();
            assertThat(sheet.place("Ben")).isEqualTo("2");
        }
    }

    @Test
    void run_renamedPerson_keepsTheRow() {
        try (SheetScene sheet = new SheetScene(2, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            String place = sheet.place("Ann");
            sheet.scene.sql("UPDATE ${people} SET name = 'Anna' WHERE name = 'Ann'");
            sheet.look();
            sheet.awaitSame();
            assertThat(sheet.place("Anna")).isEqualTo(place);
        }
    }

    @Test
    void run_twoPeopleOfOneName_haveTwoRows() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            sheet.scene.sql("UPDATE ${people} SET name = 'Ann' WHERE name = 'Ben'");
            sheet.look();
            assertThat(sheet.rows().keySet())
                    .containsExactlyInAnyOrder(
                            "Ann", "Ann (" + sheet.scene.person("Ben").id().substring(0, 6) + ")");
        }
    }

    @Test
    void run_textLikeAFormulaOrANumber_staysText() {
        try (SheetScene sheet = new SheetScene(4, 2)) {
            sheet.scene.person("=HYPERLINK(\"x\")");
            sheet.scene.as(
                    "=HYPERLINK(\"x\")", new Register(WorkScene.CUP, "Ann#EUW", "+team", null, false, false, false));
            sheet.scene.as(
                    "100000000000000001", new Register(WorkScene.CUP, "Ben#EUW", "@all", null, false, false, false));
            sheet.awaitSame();
            assertThat(sheet.tab.formulaOf("A2")).isNull();
            assertThat(sheet.tab.rows().get(1)).startsWith("=HYPERLINK(\"x\")", "Ann#EUW", true, false, "+team");
            assertThat(sheet.tab.rows().get(2)).startsWith("100000000000000001", "Ben#EUW", true, false, "@all");
        }
    }

    @Test
    void run_capacityAndReset_converge() {
        try (SheetScene sheet = new SheetScene(1, 1)) {
            sheet.scene.register("Ann", "Ben", "Cid");
            sheet.awaitSame();
            confirmed(sheet, ChangeSettings.capacity(WorkScene.CUP, 3, null), 3);
            sheet.awaitSame();
            assertThat(sheet.rows()).hasSize(3);
            Answer reset = sheet.scene.run(new ResetRegistration(WorkScene.CUP, null));
            int before = sheet.google.writes();
            sheet.scene.done(new ResetRegistration(WorkScene.CUP, ((Answer.Planned) reset).fingerprint()));
            sheet.awaitSame();
            assertThat(sheet.rows()).isEmpty();
            assertThat(sheet.google.writes() - before).isEqualTo(1);
        }
    }

    private static void confirmed(SheetScene sheet, ChangeSettings change, int places) {
        Answer plan = sheet.scene.run(change);
        sheet.scene.done(ChangeSettings.capacity(WorkScene.CUP, places, ((Answer.Planned) plan).fingerprint()));
    }

    @Test
    void run_anotherTab_getsAllRows() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            var other = sheet.prepared("Second");
            sheet.follow(WorkScene.CUP, "Second");
            WorkScene.await()
                    .untilAsserted(() -> assertThat(other.rows().get(2)).startsWith("Ben", "Ben#EUW", true));
            sheet.awaitCurrent();
            assertThat(sheet.view().edits()).isEmpty();
            assertThat(sheet.rows()).hasSize(2);
        }
    }

    @Test
    void run_twoTournaments_shareNothing() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.cup("other", 4, 1);
            var other = sheet.prepared("Other");
            sheet.follow("other", "Other");
            sheet.scene.register("Ann");
            sheet.scene.as("Ben", new Register("other", "Ben#EUW"));
            sheet.awaitSame();
            WorkScene.await()
                    .untilAsserted(() -> assertThat(other.rows().get(1)).startsWith("Ben", "Ben#EUW", true));
            assertThat(sheet.rows()).containsOnlyKeys("Ann");
            assertThat(other.rows().get(2)).startsWith(null, null);
        }
    }

    @Test
    void run_twelvePeopleOverTwoNodes_sheetEqualsStore() {
        Supplier<Database> nodes = WorkStore.nodes();
        try (SheetScene sheet = new SheetScene(nodes, 8, 1);
                WorkScene two = sheet.scene.node(nodes.get())) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                WorkScene node = i % 2 == 0 ? sheet.scene : two;
                String person = sheet.scene.person("Player" + i).id();
                answers.add(node.app
                        .run(
                                new Register(WorkScene.CUP, "Player" + i + "#EUW").person(person),
                                new dev.bracketwire.examples.tournament.Caller(
                                        "schedule", dev.bracketwire.examples.tournament.Face.SCHEDULE))
                        .start());
            }
            answers.forEach(answer -> assertThat(answer.join().done()).isTrue());
            sheet.awaitSame();
            assertThat(sheet.rows()).hasSize(8);
            sheet.scene.app.close(); // the other node goes on
            List<String> leaving = sheet.rows().keySet().stream().limit(2).toList();
            leaving.forEach(name ->
                    two.run(new Withdraw(WorkScene.CUP, sheet.scene.person(name).id())));
            WorkScene.await().untilAsserted(sheet::assertSame);
            assertThat(sheet.rows()).hasSize(8).doesNotContainKeys(leaving.toArray(String[]::new));
            assertThat(sheet.tab.rows()).hasSize(SheetScene.ROWS + 1);
        }
    }

    @Test
    void run_change_isAnEventOfTheSheet() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            int before = sheet.scene
                    .texts("SELECT topic FROM ${events} WHERE topic = 'sheet' AND tournament = 'cup'")
                    .size();
            sheet.scene.register("Ann");
            sheet.awaitSame();
            assertThat(sheet.scene.texts("SELECT topic FROM ${events} WHERE topic = 'sheet' AND tournament = 'cup'"))
                    .hasSizeGreaterThan(before);
        }
    }

    @Test
    void run_rowsSortedAtTheSameMoment_writesToTheRightPerson() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Cid", "Ben", "Ann");
            sheet.awaitSame();
            sheet.google.beforeNextWrite(() -> sheet.tab.sort("A2:F4", 1, true));
            sheet.scene.as("Cid", new CheckIn(WorkScene.CUP));
            sheet.awaitSame();
            assertThat(sheet.tab.rows().get(3)).startsWith("Cid", "Cid#EUW", true, true);
        }
    }
}
