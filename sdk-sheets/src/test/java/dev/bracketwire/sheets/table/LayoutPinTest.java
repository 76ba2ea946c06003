// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.GoogleScope;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.SheetChange;
import dev.bracketwire.sheets.SheetMetadata;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.sheets.FakeAccess;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutPinTest {
    private static TableScene scene() {
        return new TableScene(4, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
    }

    private static List<SheetMetadata> marks(TableScene scene) {
        return scene.cup.metadata(MetadataLookup.columns(TabImage.PIN_KEY)).get();
    }

    private static void markBySomebody(TableScene scene, String name, String column) {
        scene.cup
                .change(SheetChange.addMetadata(TabImage.PIN_KEY, name, A1.parse("Players!" + column + ":" + column)))
                .get();
    }

    private static String place(TableScene scene, String name) {
        List<String> found = marks(scene).stream()
                .filter(mark -> mark.value().equals(name))
                .map(mark -> String.valueOf(
                        mark.range() == null ? null : mark.range().cells()))
                .toList();
        return String.join(",", found);
    }

    @Test
    void pin_ofATable_marksTheRoleColumnsInOneRequest() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Plan<LayoutChange> plan = players.planPin().get();
            assertThat(scene.google.calls()).hasSize(1);
            assertThat(plan.toString()).contains("Players: marks column C \"IGN\" as ign");
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.orThrow().count(Outcome.Status.APPLIED)).isEqualTo(7);
            assertThat(scene.google.calls()).hasSize(2);
            assertThat(players.layout().get().column("ign").pinned()).isTrue();
            assertThat(scene.google.calls()).hasSize(2);
            assertThat(place(scene, "checkin")).isEqualTo("F:F");
            assertThat(players.planPin().get().isEmpty()).isTrue();
        }
    }

    @Test
    void change_ofAPinnedColumnThatMovedAndWasRenamed_goesToThatColumn() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            players.pin().get().orThrow();
            scene.tab.moveColumn(6, 1);
            scene.tab.set("A2", "Are you here?");
            players.change(change -> change.set("ben", "checkin", true)).get().orThrow();
            assertThat(scene.tab.rows().get(3)).containsExactly(true, "ben", null, "Ben#EUW", null, true);
            assertThat(scene.tab.rows().get(2)).containsExactly(false, "ann", null, "Ann#EUW", null, true);
        }
    }

    @Test
    void change_ofAColumnThatMovesBetweenReadAndWrite_isAddressedByItsMark() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            players.pin().get().orThrow();
            var plan = players.planChange(change -> change.set("ann", "team", "Blue"))
                    .get();
            scene.google.beforeNextWrite(() -> scene.tab.insertColumn(2));
            plan.apply().get().orThrow();
            assertThat(scene.tab.cell("H3")).isEqualTo("Blue");
            assertThat(scene.tab.cell("G3")).isEqualTo(false);
        }
    }

    @Test
    void pin_ofAPinnedColumnThatWasDeleted_isRefused() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            players.pin().get().orThrow();
            scene.tab.deleteColumn(7);
            players.spreadsheet().refresh();
            assertThat(place(scene, "team")).isEmpty();
            assertThatThrownBy(() -> players.planPin().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("team")
                    .hasMessageContaining("refresh()");
        }
    }

    @Test
    void planPin_whereTwoColumnsHaveOneMark_isRefusedAndUnpinHelps() {
        try (TableScene scene = scene()) {
            markBySomebody(scene, "ign", "C");
            markBySomebody(scene, "ign", "D");
            SheetTable players = scene.players();
            assertThatThrownBy(() -> players.planPin().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("the columns C and D: are both marked as ign");
            Report<LayoutChange> off = players.unpin().get();
            assertThat(off.orThrow().count(Outcome.Status.APPLIED)).isEqualTo(2);
            assertThat(marks(scene)).isEmpty();
            assertThat(players.pin().get().orThrow().size()).isEqualTo(7);
        }
    }

    @Test
    void planPin_whereTheMarkIsOnAnotherColumn_isRefused() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            players.layout().get();
            markBySomebody(scene, "ign", "D");
            assertThatThrownBy(() -> players.planPin().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("column D: \"Alt IGNs\" is marked as ign, which column C is");
        }
    }

    @Test
    void apply_whileAColumnIsInserted_takesTheWrongMarksOffAgain() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Plan<LayoutChange> plan = players.planPin().get();
            scene.google.beforeNextWrite(() -> scene.tab.insertColumn(4));
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.count(Outcome.Status.APPLIED)).isEqualTo(3);
            assertThat(report.count(Outcome.Status.STALE)).isEqualTo(4);
            assertThat(marks(scene)).hasSize(3);
            assertThat(place(scene, "discord")).isEqualTo("A:A");
            assertThat(players.pin().get().orThrow().count(Outcome.Status.APPLIED))
                    .isEqualTo(4);
            assertThat(place(scene, "team")).isEqualTo("H:H");
        }
    }

    @Test
    void apply_afterSomebodyMarkedTheColumns_isUnchangedOrStale() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players().lease(Database.inMemory());
            Plan<LayoutChange> plan = players.planPin().get();
            markBySomebody(scene, "ign", "C");
            markBySomebody(scene, "team", "A");
            scene.tab.set("F2", "Here");
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.outcomes()
                            .filter(outcome -> outcome.change().name().equals("ign")))
                    .allMatch(outcome -> outcome.status() == Outcome.Status.UNCHANGED);
            assertThat(report.problems().map(Outcome::toString))
                    .anyMatch(text -> text.contains("as checkin (the header is not in column F any more"))
                    .anyMatch(text -> text.contains("as team (the mark is on column A"))
                    .hasSize(2);
        }
    }

    @Test
    void apply_whoseAnswerIsLost_readsTheMarksBack() {
        try (TableScene scene = scene()) {
            Plan<LayoutChange> plan = scene.players().planPin().get();
            scene.google.loseNextAnswers(1);
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.orThrow().count(Outcome.Status.APPLIED)).isEqualTo(7);
            assertThat(scene.google.writes()).isEqualTo(1);
            assertThat(marks(scene)).hasSize(7);
        }
    }

    @Test
    void apply_whoseRequestIsLost_isUnknownAndSentOnce() {
        try (TableScene scene = scene()) {
            Plan<LayoutChange> plan = scene.players().planPin().get();
            scene.google.answerNext(Answer.dropBeforeHead());
            Report<LayoutChange> report = plan.apply().get();
            assertThat(report.count(Outcome.Status.UNKNOWN)).isEqualTo(7);
            assertThat(marks(scene)).isEmpty();
        }
    }

    @Test
    void pin_withoutTheRightToWrite_saysSo() {
        try (TableScene scene = scene();
                Sheets reader = scene.builder(
                                GoogleAccess.token(Secret.of("a-token")).scopes(GoogleScope.SPREADSHEETS_READONLY))
                        .build()) {
            SheetTable players = reader.spreadsheet(scene.file.id()).table("Players");
            assertThatThrownBy(() -> players.planPin().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("the scopes of the credential allow to read only");
            scene.file.allow("*", FakeAccess.READ);
            Report<LayoutChange> report = scene.players().pin().get();
            assertThat(report.count(Outcome.Status.FAILED)).isEqualTo(7);
            assertThat(report.problems().findFirst().orElseThrow().note()).contains("as an editor");
        }
    }

    @Test
    void pin_ofHostileRoleNames_marksOrRefusesThem() {
        try (TableScene scene = scene()) {
            ColumnRole odd = ColumnRole.of("it's \"🎮\" {}\n!A1", "IGN");
            SheetTable players = scene.players().roles(ColumnRole.DISCORD, odd);
            players.pin().get().orThrow();
            assertThat(place(scene, odd.name())).isEqualTo("C:C");
            scene.tab.moveColumn(3, 1);
            players.change(change -> change.set("ann", odd.name(), "Ann#NA1"))
                    .get()
                    .orThrow();
            assertThat(scene.tab.cell("A3")).isEqualTo("Ann#NA1");
            ColumnRole wrong = ColumnRole.of("a\0b", "Team");
            assertThatThrownBy(() -> scene.players().roles(wrong).planPin().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("whose name Google refuses");
        }
    }

    @Test
    void undoLayout_ofPinAndOfUnpin_givesTheFormerStateBack() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Report<LayoutChange> pinned = players.pin().get();
            scene.tab.moveColumn(3, 1);
            players.spreadsheet().refresh();
            Report<LayoutChange> undone = players.undoLayout(pinned).get();
            assertThat(undone.orThrow().count(Outcome.Status.APPLIED)).isEqualTo(7);
            assertThat(marks(scene)).isEmpty();
            assertThat(players.layout().get().column("ign").pinned()).isFalse();
            players.undoLayout(undone).get().orThrow();
            assertThat(place(scene, "ign")).isEqualTo("A:A");
        }
    }
}
