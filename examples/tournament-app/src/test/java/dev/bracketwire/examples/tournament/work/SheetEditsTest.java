// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.command.ApplySheetEdits;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Entry.Verification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SheetEditsTest {
    private static Answer apply(SheetScene sheet, @Nullable String confirm) {
        return sheet.scene.as("Olga", new ApplySheetEdits(WorkScene.CUP, confirm));
    }

    private static SheetScene withAnnAndBen(int places) {
        SheetScene sheet = new SheetScene(places, 1);
        sheet.scene.organiser("Olga");
        sheet.scene.register("Ann", "Ben");
        sheet.awaitSame();
        return sheet;
    }

    @Test
    void plan_editsByHand_waitAndAreAppliedTogether() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.tab.set("D" + sheet.place("Ann"), true).set("B" + sheet.place("Ben"), "Benny#EUW");
            sheet.look();
            assertThat(sheet.view().edits())
                    .containsExactlyInAnyOrder(
                            "Ann: checkin is ticked in the sheet and not ticked in the tournament.",
                            "Ben: ign is \"Benny#EUW\" in the sheet and \"Ben#EUW\" in the tournament.");
            sheet.scene.register("Cid"); // a write of another row leaves the edits alone
            WorkScene.await().until(() -> sheet.rows().containsKey("Cid"));
            sheet.awaitCurrent();
            assertThat(sheet.rows().get("Ann")).containsExactly("Ann#EUW", true, true, null);
            assertThat(sheet.rows().get("Ben")).startsWith("Benny#EUW");
            assertThat(sheet.scene.entry("Ann").checkedIn()).isNull();

            Answer.Planned plan = (Answer.Planned) apply(sheet, null);
            assertThat(plan.changes())
                    .containsExactlyInAnyOrder(
                            "Ann: checked in", "Ben: name Ben#EUW → Benny#EUW, account verified → unverified");
            sheet.scene.clock.advance(Duration.ofSeconds(40));
            Answer applied = apply(sheet, plan.fingerprint());
            assertThat(applied.done()).as(applied.text()).isTrue();
            assertThat(sheet.scene.entry("Ann").checkedIn()).isNotNull();
            assertThat(sheet.scene.entry("Ben").riotId()).isEqualTo("Benny#EUW");
            WorkScene.await()
                    .untilAsserted(() -> assertThat(sheet.view().edits()).isEmpty());
            WorkScene.await()
                    .untilAsserted(() ->
                            assertThat(sheet.scene.entry("Ben").verification()).isEqualTo(Verification.VERIFIED));
            sheet.awaitSame();
        }
    }

    @Test
    void plan_bothSidesChanged_showsTheEditAgainstTheStore() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.tab.set("B" + sheet.place("Ann"), "Sheet#EUW");
            sheet.scene.as("Ann", new Register(WorkScene.CUP, "Store#EUW"));
            sheet.awaitCurrent();
            sheet.look();
            assertThat(sheet.view().edits())
                    .containsExactly("Ann: ign is \"Sheet#EUW\" in the sheet and \"Store#EUW\" in the tournament.");
            assertThat(sheet.rows().get("Ann")).startsWith("Sheet#EUW");
            assertThat(apply(sheet, null).done()).isTrue(); // one change needs no confirmation
            assertThat(sheet.scene.entry("Ann").riotId()).isEqualTo("Sheet#EUW");
            sheet.awaitSame();
        }
    }

    @Test
    void plan_removedRow_withdrawsAndPromotes() {
        try (SheetScene sheet = withAnnAndBen(2)) {
            sheet.scene.register("Cid");
            sheet.tab.deleteRow(Integer.parseInt(sheet.place("Ann")));
            sheet.look();
            assertThat(sheet.view().edits()).singleElement().asString().startsWith("The row of Ann was removed.");
            assertThat(sheet.scene.entry("Ann").registered()).isTrue();
            Answer.Planned plan = (Answer.Planned) apply(sheet, null);
            assertThat(plan.changes())
                    .containsExactly("Ann gives up a place", "Cid: moves from the waitlist to a place");
            assertThat(apply(sheet, plan.fingerprint()).done()).isTrue();
            sheet.awaitSame();
            assertThat(sheet.rows()).containsOnlyKeys("Ben", "Cid");
        }
    }

    @Test
    void plan_addedRow_registersAKnownPerson() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.scene.person("Dan");
            sheet.tab.set("A6", "Dan").set("B6", "Dan#EUW").set("C6", true);
            sheet.tab.set("A7", "Zed").set("B7", "Zed#EUW");
            sheet.tab.set("A8", "Ann"); // twice
            sheet.look();
            assertThat(sheet.view().edits()).containsExactly("A row for Dan was added, as Dan#EUW.");
            assertThat(sheet.view().problems())
                    .anyMatch(problem -> problem.contains("Zed") && problem.contains("nobody is known by this name"))
                    .anyMatch(problem -> problem.contains("\"Ann\" is the same discord as in row 2"));
            Answer applied = apply(sheet, null);
            assertThat(applied.done()).as(applied.text()).isTrue();
            Entry dan = sheet.scene.entry("Dan");
            assertThat(dan.registered()).isTrue();
            assertThat(dan.since()).isEqualTo(sheet.scene.clock.instant());
            assertThat(sheet.scene.texts("SELECT name FROM ${people}")).doesNotContain("Zed");
            sheet.tab.set("A7", null).set("B7", null).set("A8", null);
            // A look that was under way may have read the rows before they were removed.
            WorkScene.await().untilAsserted(() -> {
                sheet.look();
                assertThat(sheet.view().problems()).isEmpty();
            });
            sheet.awaitSame();
        }
    }

    @Test
    void plan_addedRowWithoutAPlace_isAProblem() {
        try (SheetScene sheet = withAnnAndBen(2)) {
            sheet.scene.person("Dan");
            sheet.tab.set("A6", "Dan").set("B6", "Dan#EUW");
            sheet.look();
            assertThat(sheet.view().problems())
                    .containsExactly(
                            "Dan was added in the sheet, and no place is free. Add places, or remove the row.");
            assertThat(apply(sheet, null).text()).contains("nothing would change", "1 left out");
        }
    }

    @Test
    void run_unusableValues_areProblemsAndNotOverwritten() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.tab.set("B" + sheet.place("Ann"), "no riot id").set("D" + sheet.place("Ben"), "maybe");
            sheet.tab.set("E" + sheet.place("Ben"), "Red");
            sheet.look();
            assertThat(sheet.view().edits()).isEmpty();
            assertThat(sheet.view().problems())
                    .anyMatch(problem -> problem.contains("no riot id") && problem.contains("Write it like Ann#EUW"))
                    .anyMatch(problem -> problem.contains("maybe"))
                    .anyMatch(problem -> problem.contains("nobody plays in teams here"));
            assertThat(sheet.rows().get("Ann")).startsWith("no riot id");
        }
    }

    @Test
    void run_notTickedAsRegistered_isAnEdit() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.tab.set("C" + sheet.place("Ann"), false);
            sheet.look();
            assertThat(sheet.view().edits()).containsExactly("Ann is not ticked as registered any more.");
            assertThat(apply(sheet, null).done()).isTrue();
            sheet.awaitSame();
            assertThat(sheet.rows()).containsOnlyKeys("Ben");
        }
    }

    @Test
    void run_sameChangeOnBothSides_isAgreed() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.tab.set("D" + sheet.place("Ann"), true);
            sheet.scene.as("Ann", new CheckIn(WorkScene.CUP));
            sheet.awaitSame();
            assertThat(sheet.view().edits()).isEmpty();
            sheet.scene.as("Ann", new Withdraw(WorkScene.CUP, null));
            sheet.awaitSame();
        }
    }

    @Test
    void plan_teams_takesWhatFits() {
        try (SheetScene sheet = new SheetScene(4, 2)) {
            sheet.scene.organiser("Olga");
            for (String name : new String[] {"Ann", "Ben", "Cid"}) {
                String team = name.equals("Cid") ? "Blue" : "Red";
                sheet.scene.as(name, new Register(WorkScene.CUP, name + "#EUW", team, null, true, false, false));
            }
            sheet.awaitSame();
            sheet.tab.set("E" + sheet.place("Cid"), "Red");
            sheet.tab.set("E" + sheet.place("Ben"), "a name of a team that is far too long to be one");
            sheet.look();
            assertThat(sheet.view().edits())
                    .containsExactly("Cid: team is \"Red\" in the sheet and \"Blue\" in the tournament.");
            assertThat(sheet.view().problems())
                    .anyMatch(problem -> problem.startsWith("The team Red of Cid has no room."))
                    .anyMatch(problem -> problem.contains("too long"));
            assertThat(apply(sheet, null).text()).contains("nothing would change");
            sheet.tab.set("E" + sheet.place("Cid"), "Green").set("E" + sheet.place("Ben"), "Red");
            assertThat(apply(sheet, null).done()).isTrue();
            assertThat(sheet.scene.entry("Cid").team()).isEqualTo("Green");
            sheet.look();
            sheet.awaitSame();
        }
    }

    @Test
    void plan_nameInAnotherSpelling_isAgreedEvenIfVerifiedAtOnce() {
        try (SheetScene sheet = withAnnAndBen(4)) {
            sheet.tab.set("B" + sheet.place("Ann"), "Anna#EUW");
            assertThat(apply(sheet, null).done()).isTrue();
            assertThat(sheet.scene.texts("SELECT row_json FROM ${sheet_rows} WHERE row_key = 'Ann'"))
                    .singleElement()
                    .asString()
                    .contains("Anna#EUW");
            sheet.scene.as("Ann", new Register(WorkScene.CUP, "Annabel#EUW"));
            sheet.awaitSame();
            assertThat(sheet.view().edits()).isEmpty();
        }
    }

    @Test
    void plan_withoutASheet_isRefused() {
        try (WorkScene scene = new WorkScene().cup(2)) {
            scene.organiser("Olga");
            Answer refused = scene.as("Olga", new ApplySheetEdits(WorkScene.CUP, null));
            assertThat(refused.text()).startsWith("This process has no access to Google Sheets.");
        }
    }
}
