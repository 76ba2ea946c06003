// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.Column;
import dev.bracketwire.exchange.TableSchema;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutColumnsTest {
    private static final TableSchema SEEDING =
            TableSchema.of(Column.whole("Seed"), Column.of("Paid", Column.Kind.TRUTH), Column.text("Discord Tag"));

    private static TableScene scene() {
        return new TableScene(4, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
    }

    @Test
    void addColumns_ofASchema_addsThoseThatAreMissingInOneRequest() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Plan<LayoutChange> plan = players.planAddColumns(SEEDING).get();
            assertThat(plan.changes().map(LayoutChange::toString))
                    .containsExactly(
                            "Players: adds column H \"Seed\" of whole numbers",
                            "Players: adds column I \"Paid\" of checkboxes");
            assertThat(scene.google.calls()).hasSize(1);
            plan.apply().get().orThrow();
            assertThat(scene.google.calls()).hasSize(2);
            assertThat(scene.tab.cell("H2")).isEqualTo("Seed");
            assertThat(scene.tab.cell("I6")).isEqualTo(false);
            assertThat(scene.tab.cell("I7")).isNull();
            assertThat(scene.cup
                            .details(A1.parse("Players!I3"))
                            .get()
                            .get(0)
                            .get(0)
                            .checkbox())
                    .isTrue();
            players.change(change -> change.set("ann", "Seed", 3).set("ben", "Paid", true))
                    .get()
                    .orThrow();
            assertThat(scene.tab.cell("H3")).isEqualTo(3.0);
            assertThat(scene.tab.cell("I4")).isEqualTo(true);
            assertThat(players.planAddColumns(SEEDING).get().isEmpty()).isTrue();
        }
    }

    @Test
    void addColumns_ofAFullGrid_growsIt() {
        try (TableScene scene = scene()) {
            scene.tab.resize(6, 7);
            scene.players().addColumns(SEEDING).get().orThrow();
            assertThat(scene.tab.cell("H2")).isEqualTo("Seed");
            assertThat(scene.tab.cell("I3")).isEqualTo(false);
            assertThat(scene.tab.columnCount()).isGreaterThanOrEqualTo(9);
        }
    }

    @Test
    void addColumns_besideOtherCells_movesThemAndOverwritesNothing() {
        try (TableScene scene = scene()) {
            scene.tab.set("H1", "Notes").set("H3", "bring a keyboard").formula("I3", "=SUM(1,2)");
            scene.players().addColumns(SEEDING).get().orThrow();
            assertThat(scene.tab.cell("J1")).isEqualTo("Notes");
            assertThat(scene.tab.cell("J3")).isEqualTo("bring a keyboard");
            assertThat(scene.tab.formulaOf("K3")).isEqualTo("=SUM(1,2)");
        }
    }

    @Test
    void apply_whileAColumnIsInserted_overwritesNothing() {
        try (TableScene scene = scene()) {
            scene.tab.resize(6, 7);
            Plan<LayoutChange> plan = scene.players().planAddColumns(SEEDING).get();
            scene.google.beforeNextWrite(() -> scene.tab.insertColumn(1));
            plan.apply().get().orThrow();
            assertThat(scene.tab.rows().get(1))
                    .contains("Discord Tag", "Pronouns", "IGN", "Alt IGNs", "Registered", "Check-in", "Team")
                    .contains("Seed", "Paid");
        }
    }

    @Test
    void apply_whileARowIsInserted_doesNotClaimSuccess() {
        try (TableScene scene = scene()) {
            Plan<LayoutChange> plan = scene.players().planAddColumns(SEEDING).get();
            scene.google.beforeNextWrite(() -> scene.tab.insertRow(1));
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.count(Outcome.Status.UNKNOWN)).isEqualTo(2);
            assertThat(report.problems().findFirst().orElseThrow().note()).contains("people moved rows");
            assertThat(scene.tab.rows().get(2)).contains("Discord Tag", "Team");
        }
    }

    @Test
    void apply_whoseAnswerIsLost_isSentOnce() {
        try (TableScene scene = scene()) {
            Plan<LayoutChange> plan = scene.players().planAddColumns(SEEDING).get();
            scene.google.loseNextAnswers(1);
            plan.apply().get().orThrow();
            assertThat(scene.google.writes()).isEqualTo(1);
            assertThat(scene.tab.rows().get(1)).hasSize(9);
        }
    }

    @Test
    void addColumns_withoutASchema_addsTheRolesThatHaveNone() {
        try (TableScene scene = scene()) {
            ColumnRole seed = ColumnRole.of("seed", "Seed No.").content(ColumnRole.Content.NUMBER);
            ColumnRole odd = ColumnRole.of("odd", "=\"it's\" 🎮");
            ColumnRole mail = ColumnRole.of("mail").content(ColumnRole.Content.EMAIL);
            SheetTable players = scene.players()
                    .roles(ColumnRole.DISCORD, ColumnRole.CHECK_IN, seed, odd, mail)
                    .without("mail");
            assertThat(players.schema().toString())
                    .isEqualTo("discord: text; checkin: truth; seed: decimal; odd: text");
            players.addColumns().get().orThrow();
            assertThat(scene.tab.cell("H2")).isEqualTo("Seed No.");
            assertThat(scene.tab.cell("I2")).isEqualTo("=\"it's\" 🎮");
            assertThat(scene.tab.formulaOf("I2")).isNull();
            assertThat(scene.tab.cell("J2")).isNull();
            assertThat(players.layout().get().column("seed").index()).isEqualTo(7);
        }
    }

    @Test
    void planAddColumns_ofWrongHeaders_isRefusedWithSentences() {
        try (TableScene scene = scene()) {
            scene.tab.set("H2", "Note").set("I2", "note");
            TableSchema wrong = TableSchema.of(
                    Column.text("a\0b"), Column.text(" "), Column.text("New"), Column.text("NEW"), Column.text("NOTE"));
            assertThatThrownBy(() -> scene.players().planAddColumns(wrong).get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("holds no NUL")
                    .hasMessageContaining("cannot get a column without a header")
                    .hasMessageContaining("\"NEW\" would get two columns of this header")
                    .hasMessageContaining("\"NOTE\" has several columns of this header");
            SheetTable set = scene.players().column("team", "Squad of the player");
            scene.tab.set("G2", "Gear");
            set.refresh();
            assertThatThrownBy(() -> set.planAddColumns().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("has no column Squad of the player");
        }
    }

    @Test
    void planAddColumns_inAProtectedTab_isRefused() {
        try (TableScene scene = scene()) {
            scene.tab.protect("A1:Z3");
            assertThatThrownBy(() -> scene.players().planAddColumns(SEEDING).get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("is protected");
        }
    }

    @Test
    void addColumns_ofATableOfGoogleSheets_widensIt() {
        try (TableScene scene = scene()) {
            scene.tab.table("Signups", "A2:G6", false);
            SheetTable players = scene.players();
            players.addColumns(SEEDING).get().orThrow();
            assertThat(scene.tab.cell("H2")).isEqualTo("Seed");
            assertThat(scene.google.unexpected()).isEmpty();
            players.layout()
                    .get()
                    .googleTable()
                    .ifPresent(name -> assertThat(scene.cup
                                    .info()
                                    .get()
                                    .tab("Players")
                                    .tables()
                                    .get(0)
                                    .range()
                                    .cells()
                                    .endColumn())
                            .isEqualTo(9));
        }
    }

    @Test
    void undoLayout_ofAddedColumns_removesTheEmptyOnesAndLeavesTheOthers() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Report<LayoutChange> added = players.addColumns(SEEDING).get();
            scene.tab.set("H4", 2).set("J2", "Behind");
            players.spreadsheet().refresh();
            Plan<LayoutChange> plan = players.planUndoLayout(added).get();
            assertThat(plan.toString())
                    .contains("removes the empty column I \"Paid\"")
                    .contains("leaves column H \"Seed\": H4 holds something by now");
            Report<LayoutChange> undone = plan.apply().get();
            assertThat(undone.count(Outcome.Status.APPLIED)).isEqualTo(1);
            assertThat(undone.count(Outcome.Status.SKIPPED)).isEqualTo(1);
            assertThat(scene.tab.cell("I2")).isEqualTo("Behind");
            assertThat(scene.tab.cell("H4")).isEqualTo(2.0);
        }
    }

    @Test
    void undoLayout_whileColumnsAreInserted_deletesNothingOfPeople() {
        for (int write = 1; write <= 2; write++) {
            try (TableScene scene = scene()) {
                SheetTable players = scene.players();
                Report<LayoutChange> added = players.addColumns(SEEDING).get();
                scene.tab.set("J2", "Behind").set("J3", "x");
                players.spreadsheet().refresh();
                Plan<LayoutChange> plan = players.planUndoLayout(added).get();
                List<Runnable> edits = Arrays.asList(() -> {}, () -> {});
                edits.set(write - 1, () -> scene.tab.insertColumn(2));
                edits.forEach(scene.google::beforeNextWrite);
                Report<LayoutChange> report = plan.apply().get();
                assertThat(report.complete()).isFalse();
                assertThat(report.count(Outcome.Status.FAILED)).isZero();
                assertThat(scene.tab.rows().get(1))
                        .contains("Discord Tag", "Pronouns", "IGN", "Alt IGNs", "Registered", "Check-in", "Team")
                        .contains("Behind");
                assertThat(scene.tab.rows().get(2)).contains("ann", "Ann#EUW", "x");
            }
        }
    }

    @Test
    void create_ofATable_preparesATabThatPeopleCanUse() {
        try (TableScene scene = scene()) {
            SheetTable fresh = scene.cup.table("It's 🎮 \"new\"");
            Plan<LayoutChange> plan = fresh.planCreate(32).get();
            assertThat(scene.google.calls()).hasSize(1);
            assertThat(plan.toString()).contains("makes the tab with a header and 32 rows");
            plan.apply().get().orThrow();
            assertThat(scene.google.calls()).hasSize(2);
            FakeTab tab = scene.file.find("It's 🎮 \"new\"");
            assertThat(tab.rowCount()).isEqualTo(33);
            assertThat(tab.rows().get(0)).startsWith("Discord", "IGN");
            assertThat(tab.cell("E33")).isEqualTo(false);
            assertThat(scene.cup.info().get().tab(tab.title()).frozenRows()).isEqualTo(1);
            fresh.upsert(List.of(Map.of("discord", "ann", "ign", "Ann#EUW", "checkin", true)))
                    .get()
                    .orThrow();
            assertThat(tab.cell("A2")).isEqualTo("ann");
            assertThat(tab.cell("F2")).isEqualTo(true);
        }
    }

    @Test
    void planCreate_whereTheTabIsThereInAnotherCase_isRefused() {
        try (TableScene scene = scene()) {
            assertThatThrownBy(() ->
                            scene.cup.table("PLAYERS").planCreate(SEEDING, 8).get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("Players: is there already");
            assertThatThrownBy(
                            () -> scene.cup.table("x".repeat(101)).planCreate(8).get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("1 to 100 characters");
            assertThatThrownBy(() -> scene.players().planCreate(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void create_ofATabThatSomebodyMadeMeanwhile_isStale() {
        try (TableScene scene = scene()) {
            Plan<LayoutChange> plan = scene.cup.table("Subs").planCreate(8).get();
            scene.google.beforeNextWrite(() -> scene.file.tab("subs"));
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.count(Outcome.Status.STALE)).isEqualTo(8);
            assertThat(scene.file.find("subs").rows()).isEmpty();
        }
    }

    @Test
    void create_whoseAnswerIsLost_isSentOnce() {
        try (TableScene scene = scene()) {
            Plan<LayoutChange> plan = scene.cup.table("Subs").planCreate(8).get();
            scene.google.loseNextAnswers(1);
            plan.apply().get().orThrow();
            assertThat(scene.google.writes()).isEqualTo(1);
            assertThat(scene.file.titles()).containsExactly("Players", "Subs");
        }
    }

    @Test
    void examples_ofTheGuide_prepareASheetAndTakeColumnsBack() {
        try (TableScene scene = scene()) {
            Spreadsheet cup = scene.sheets.spreadsheet(
                    scene.google.spreadsheet("Autumn Cup").id());
            assertThat(LayoutExamples.create(cup).complete()).isTrue();
            SheetTable players = cup.table("Players");
            Report<LayoutChange> added = LayoutExamples.columns(players);
            assertThat(players.layout().get().findColumn("Paid")).isPresent();
            LayoutExamples.undo(players, added);
            assertThat(players.layout().get().findColumn("Paid")).isEmpty();
            assertThat(players.layout().get().column("checkin").pinned()).isTrue();
        }
    }

    @Test
    void undoLayout_ofACreatedTab_deletesItWhileNobodyIsInIt() {
        try (TableScene scene = scene()) {
            SheetTable subs = scene.cup.table("Subs");
            Report<LayoutChange> created = subs.create(8).get().orThrow();
            scene.file.find("Subs").set("C9", "she/her");
            Plan<LayoutChange> left = subs.planUndoLayout(created).get();
            assertThat(left.toString()).contains("Subs: leaves the tab: C9 holds something by now");
            assertThat(left.apply().get().count(Outcome.Status.SKIPPED)).isEqualTo(1);
            scene.file.find("Subs").set("C9", null);
            subs.refresh();
            subs.undoLayout(created).get().orThrow();
            assertThat(scene.file.titles()).containsExactly("Players");
            assertThat(subs.planUndoLayout(created).get().isEmpty()).isTrue();
        }
    }
}
