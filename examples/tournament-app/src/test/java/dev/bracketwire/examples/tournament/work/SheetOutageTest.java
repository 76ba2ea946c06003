// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.command.ApplySheetEdits;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SheetOutageTest {
    @Test
    void run_googleRefuses_tellsOrganisersOnceAndConverges() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.organiser("Olga");
            sheet.scene.register("Ann");
            sheet.awaitSame();
            sheet.google.revokeTokens();
            sheet.scene.register("Ben");
            sheet.scene.as("Ann", new CheckIn(WorkScene.CUP));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(sheet.view().nextTry()).isNotNull());
            assertThat(sheet.view().current()).isFalse();
            assertThat(sheet.view().sentence())
                    .startsWith(
                            "Google Sheets cannot be reached since 2026-12-01T12:00:00Z. It was read at 2026-12-01T12:00:00Z")
                    .contains("the next try is at 2026-12-01T12:02:00Z");
            Answer edits = sheet.scene.as("Olga", new ApplySheetEdits(WorkScene.CUP, null));
            assertThat(edits).isInstanceOf(Answer.Refused.class);
            for (int tries = 0; tries < 3; tries++) {
                sheet.scene.clock.advance(Duration.ofMinutes(2));
                WorkScene.await().until(() -> !sheet.scene.app.upstreams().isDue("sheets"));
            }
            assertThat(sheet.rows()).containsOnlyKeys("Ann");
            WorkScene.await().until(() -> sheet.scene.ports.texts("Olga").size() == 1);

            sheet.google.token("t-1");
            sheet.scene.clock.advance(Duration.ofMinutes(2));
            sheet.awaitSame();
            WorkScene.await().until(() -> sheet.scene.ports.texts("Olga").size() == 2);
            assertThat(sheet.scene.ports.texts("Olga").get(1)).isEqualTo("sheets answers again.");
            assertThat(sheet.scene.texts("SELECT work FROM ${work_problems}")).isEmpty();
        }
    }

    @Test
    void run_lostAnswerOfAWrite_claimsNoSecondRow() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.google.loseNextAnswers(2);
            sheet.scene.register("Ann");
            sheet.awaitSame();
            assertThat(sheet.rows()).hasSize(1);
        }
    }

    @Test
    void run_endBetweenWritingAndAgreeing_adoptsTheRow() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            sheet.scene.sql("DELETE FROM ${sheet_rows}"); // as if the process had ended before
            sheet.look();
            sheet.awaitSame();
            assertThat(sheet.rows()).hasSize(2);
            assertThat(sheet.scene.texts("SELECT row_key FROM ${sheet_rows} ORDER BY row_key"))
                    .isEqualTo(List.of("Ann", "Ben"));
        }
    }

    @Test
    void run_missingTab_isAProblemOfThisSheetOnly() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.cup("other", 4, 1);
            sheet.follow("other", "Nowhere");
            sheet.scene.register("Ann");
            sheet.awaitSame();
            WorkScene.await()
                    .untilAsserted(() -> assertThat(sheet.scene
                                    .done(new dev.bracketwire.examples.tournament.command.ShowSheet("other"))
                                    .text())
                            .startsWith("The sheet cannot be followed:"));
            assertThat(sheet.scene.texts("SELECT name FROM ${upstreams} WHERE failing_since IS NOT NULL"))
                    .isEmpty();
            sheet.prepared("Nowhere");
            sheet.scene.clock.advance(Duration.ofMinutes(1));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(sheet.scene
                                    .done(new dev.bracketwire.examples.tournament.command.ShowSheet("other"))
                                    .text())
                            .startsWith("The sheet shows Cup other as it is"));
        }
    }

    @Test
    void run_missingColumn_isASentence() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann");
            sheet.awaitSame();
            sheet.tab.deleteColumn(4);
            sheet.scene.as("Ann", new CheckIn(WorkScene.CUP));
            sheet.look();
            assertThat(sheet.view().problems()).anyMatch(problem -> problem.contains("has no column for checkin"));
            assertThat(sheet.scene.texts("SELECT work FROM ${work_problems}")).isEmpty();
        }
    }

    @Test
    void run_formula_leavesTheOtherRowsAlone() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            sheet.tab.formula("D" + sheet.place("Ann"), "=FALSE()", false);
            sheet.scene.as("Ann", new CheckIn(WorkScene.CUP));
            sheet.scene.as("Ben", new CheckIn(WorkScene.CUP));
            WorkScene.await()
                    .until(() -> Boolean.TRUE.equals(sheet.rows()
                            .getOrDefault("Ben", List.of("", "", false))
                            .get(2)));
            WorkScene.await()
                    .untilAsserted(
                            () -> assertThat(sheet.view().problems()).anyMatch(problem -> problem.contains("formula")));
        }
    }

    @Test
    void run_nothingToDo_takesOneReadAtEachLook() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann");
            sheet.awaitSame();
            sheet.look();
            int reads = sheet.google.reads();
            int writes = sheet.google.writes();
            sheet.look();
            sheet.look();
            assertThat(sheet.google.reads() - reads).isEqualTo(2);
            assertThat(sheet.google.writes()).isEqualTo(writes);
        }
    }

    @Test
    void run_noSpreadsheet_isASentence() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.done(new ChangeSettings(
                    WorkScene.CUP, null, null, null, null, null, null, null, null, "no id!", "Players", null));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(sheet.view().sentence())
                            .startsWith("The sheet cannot be followed:")
                            .contains("in the settings"));
            assertThat(sheet.scene.run(new ApplySheetEdits(WorkScene.CUP, null)).text())
                    .contains("in the settings");
            sheet.scene.done(
                    new ChangeSettings(WorkScene.CUP, null, null, null, null, null, null, null, null, "", "", null));
            assertThat(sheet.view().sentence()).startsWith("No sheet follows Cup cup.");
            assertThat(sheet.scene.run(new ApplySheetEdits(WorkScene.CUP, null)).text())
                    .startsWith("No sheet follows");
        }
    }

    @Test
    void run_tabOfAnotherTournament_isRefused() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.cup("other", 4, 1);
            Answer refused = sheet.scene.run(new ChangeSettings(
                    "other", null, null, null, null, null, null, null, null, sheet.file.id(), "players", null));
            assertThat(refused.text()).startsWith("The tab players follows Cup cup already.");
        }
    }

    @Test
    void run_doubledKey_isASentenceAndLeavesOthersAlone() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.scene.register("Ann", "Ben");
            sheet.awaitSame();
            sheet.tab.set("A6", "Ann").set("B6", "Ann#EUW");
            sheet.scene.as("Ann", new CheckIn(WorkScene.CUP));
            sheet.scene.as("Ben", new CheckIn(WorkScene.CUP));
            sheet.awaitCurrent();
            assertThat(sheet.view().problems())
                    .anyMatch(problem -> problem.contains("is the same discord as in row 2"));
            assertThat(sheet.tab.cell("D3")).isEqualTo(true);
            assertThat(sheet.tab.cell("D2")).isEqualTo(false);
            sheet.tab.set("A6", null).set("B6", null);
            sheet.look();
            sheet.awaitSame();
        }
    }

    @Test
    void run_googleFails_isAnOutageAndConverges() {
        try (SheetScene sheet = new SheetScene(4, 1)) {
            sheet.google.answerNext(Stream.generate(() -> dev.bracketwire.testkit.Answer.of(503))
                    .limit(6)
                    .toArray(dev.bracketwire.testkit.Answer[]::new));
            sheet.scene.register("Ann");
            WorkScene.await()
                    .untilAsserted(
                            () -> assertThat(sheet.view().sentence()).startsWith("Google Sheets cannot be reached"));
            assertThat(sheet.rows()).isEmpty();
            sheet.scene.clock.advance(Duration.ofMinutes(2));
            sheet.awaitSame();
        }
    }
}
