// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.testkit.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheets as people leave them, and values as players choose them. */
class HostileSheetsTest {
    private static TableScene scene() {
        return new TableScene(4, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=IMPORTXML(\"http://example.org\",\"//a\")",
                "+1",
                "-x",
                "@SUM(A1)",
                "\t=1",
                "＝1+1",
                "'quoted",
                "1e5",
                "007",
                "TRUE",
                "3-1",
                "12345678901234567890",
                "🙂 שלום",
                "a\nb"
            })
    void upsert_ofAnyName_keepsItAsText(String name) {
        try (TableScene scene = scene()) {
            scene.players()
                    .upsert(List.of(Map.of("discord", "cid", "ign", name)))
                    .get()
                    .orThrow();
            assertThat(scene.tab.cell("C5")).isEqualTo(name);
            assertThat(scene.players().records().get().record("cid").text("ign"))
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "nul\0", ""})
    void upsert_ofAnImpossibleKey_isRefusedByName(String key) {
        try (TableScene scene = scene()) {
            assertThatThrownBy(() -> scene.players()
                            .upsert(List.of(Map.of("discord", key)))
                            .get())
                    .isInstanceOf(SheetException.class);
            assertThat(scene.google.writes()).isZero();
        }
    }

    @Test
    void change_toTooMuchText_namesTheColumnAndSendsNothing() {
        try (TableScene scene = scene()) {
            assertThatThrownBy(() -> scene.players()
                            .planChange(change -> change.set("ann", "team", "x".repeat(50_001)))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("50,000");
            assertThatThrownBy(() -> scene.players()
                            .planChange(change -> change.set("ann", "team", Cell.formula("=1")))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("by the address of its cell");
        }
    }

    @Test
    void change_ofAProtectedCell_failsAlone() {
        try (TableScene scene = scene()) {
            scene.tab.protect("C4:C4");
            Report<RowChange> report = scene.players()
                    .change(change -> change.set("ann", "ign", "Ann#NA1").set("ben", "ign", "Ben#NA1"))
                    .get();
            assertThat(report.count(Outcome.Status.APPLIED)).isEqualTo(1);
            assertThat(report.count(Outcome.Status.FAILED)).isEqualTo(1);
            assertThat(report.problems().toList().toString()).contains("ben").contains("protected");
            assertThat(scene.tab.cell("C3")).isEqualTo("Ann#NA1");
            assertThat(scene.tab.cell("C4")).isEqualTo("Ben#EUW");
        }
    }

    @Test
    void change_ofACellWithAFormula_isRefusedByItsAddress() {
        try (TableScene scene = scene()) {
            scene.tab.formula("G3", "=UPPER(A3)");
            assertThatThrownBy(() -> scene.players()
                            .planChange(change -> change.set("ann", "team", "Red"))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("Players!G3")
                    .hasMessageContaining("formula");
            Report<RowChange> removed =
                    scene.players().change(change -> change.remove("ann")).get();
            assertThat(removed.complete()).isTrue();
            assertThat(scene.tab.formulaOf("G3")).isEqualTo("=UPPER(A3)");
        }
    }

    @Test
    void records_ofTwoRowsWithOneKey_areReportedAndNotChanged() {
        try (TableScene scene = scene()) {
            scene.tab.set("A4", "ann");
            SheetTable players = scene.players();
            assertThat(players.records().get().find("ann")).isEmpty();
            assertThat(players.check().get().toString()).contains("ann");
            assertThatThrownBy(() -> players.planChange(change -> change.set("ann", "team", "x"))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("several rows");
        }
    }

    @Test
    void apply_afterSomebodyChangedTheCell_isStale() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Plan<RowChange> plan = players.planChange(change -> change.set("ann", "team", "Red"))
                    .get();
            scene.tab.set("G3", "Green");
            scene.clock.advance(Duration.ofSeconds(5));
            Report<RowChange> report = plan.apply().get();
            assertThat(report.count(Outcome.Status.STALE)).isEqualTo(1);
            assertThat(scene.tab.cell("G3")).isEqualTo("Green");
        }
    }

    @Test
    void undo_afterSomebodyChangedTheCell_leavesItAlone() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Report<RowChange> report = players.change(
                            change -> change.set("ann", "team", "Red").set("ben", "team", "Red"))
                    .get();
            scene.tab.set("G3", "Green");
            scene.clock.advance(Duration.ofSeconds(5));
            Report<RowChange> undone = players.undo(report).get();
            assertThat(undone.count(Outcome.Status.STALE)).isEqualTo(1);
            assertThat(undone.count(Outcome.Status.APPLIED)).isEqualTo(1);
            assertThat(scene.tab.cell("G3")).isEqualTo("Green");
            assertThat(scene.tab.cell("G4")).isNull();
        }
    }

    @Test
    void records_afterAHeaderWasRenamed_nameTheColumn_untilDetectedAnew() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            players.records().get();
            scene.tab.set("C2", "Riot ID");
            assertThatThrownBy(() -> players.records().fresh().get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("ign")
                    .hasMessageContaining("refresh()");
            players.refresh();
            assertThat(players.records().get().record("ann").text("ign")).isEqualTo("Ann#EUW");
        }
    }

    @Test
    void records_whileGoogleIsDown_areTheLastGoodOnesWithTheirAge() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            players.records().get();
            scene.clock.advance(Duration.ofMinutes(11));
            scene.google.answerNext(
                    Stream.generate(() -> Answer.of(503)).limit(20).toArray(Answer[]::new));
            CompletableFuture<TableRecords> read = players.records().start();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                scene.clock.advanceToNext();
                return read.isDone();
            });
            TableRecords records = read.join();
            assertThat(records.age()).isGreaterThanOrEqualTo(Duration.ofMinutes(11));
            assertThat(records.size()).isEqualTo(2);
        }
    }

    @Test
    void table_ofThreeHundredColumns_isReadAndChanged() {
        try (TableScene scene = scene()) {
            List<Object> header = new ArrayList<>(List.of("Discord", "IGN"));
            List<Object> row = new ArrayList<>(List.of("ann", "Ann#EUW"));
            for (int i = 0; i < 298; i++) {
                header.add("Extra " + i);
                row.add("e" + i);
            }
            scene.file.tab("Wide", List.of(header, row));
            SheetTable wide = scene.cup.table("Wide");
            wide.change(change -> change.set("ann", "Extra 297", "new")).get().orThrow();
            assertThat(scene.file.find("Wide").rows().get(1).get(299)).isEqualTo("new");
        }
    }

    @Test
    void records_ofATabThatIsGone_saySo() {
        try (TableScene scene = scene()) {
            assertThatThrownBy(() -> scene.cup.table("Gone").records().get()).hasMessageContaining("Gone");
        }
    }

    @Test
    void add_intoAFreeRow_takesNothingOverFromTheEarlierRecord() {
        try (TableScene scene = scene()) {
            scene.tab.set("F5", true).set("G5", "Red").set("F6", true);
            SheetTable players = scene.players();
            players.change(change -> change.add(Map.of("discord", "cid"))).get().orThrow();
            assertThat(scene.tab.cell("A6"))
                    .as("the row in which nobody has typed")
                    .isEqualTo("cid");
            assertThat(scene.tab.cell("F6")).isEqualTo(false);
            players.change(change -> change.add(Map.of("discord", "dan"))).get().orThrow();
            assertThat(scene.tab.cell("A5")).as("no other is left").isEqualTo("dan");
            assertThat(scene.tab.cell("F5")).isEqualTo(false);
            assertThat(scene.tab.cell("G5")).isNull();
        }
    }

    @Test
    void plan_thatChangesOneRecordTwice_isRefused() {
        try (TableScene scene = scene()) {
            assertThatThrownBy(() -> scene.players()
                            .planChange(
                                    change -> change.set("ben", "checkin", true).remove("ben"))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("twice by one plan");
        }
    }

    @Test
    void apply_afterAnExpectationNoLongerHolds_isStale() {
        try (TableScene scene = scene()) {
            Plan<RowChange> plan = scene.players()
                    .planChange(change -> change.set("ann", "checkin", true).expect("ann", "registered", true))
                    .get();
            assertThat(plan.toString()).contains("checkin false → true").doesNotContain("registered");
            scene.tab.set("E3", false);
            scene.clock.advance(Duration.ofSeconds(2));
            assertThat(plan.apply().get().count(Outcome.Status.STALE)).isEqualTo(1);
            assertThat(scene.tab.cell("F3")).isEqualTo(false);
        }
    }

    @Test
    void list_ofAComponentWithoutAColumn_namesItOnce() {
        record Scored(String discord, int points) {}
        try (TableScene scene = scene()) {
            List<SheetProblem> problems = new ArrayList<>();
            scene.players().records().get().list(Scored.class, problems::add);
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0).toString()).contains("points").contains("has no column");
        }
    }

    @Test
    void undoOfAReset_afterASort_findsTheRowsByWhatStayedInThem() {
        try (TableScene scene = scene()) {
            scene.tab.set("H2", "Notes").set("H3", "captain").set("H4", "banned");
            SheetTable players = scene.players();
            Report<RowChange> report = players.registration(4).reset().get().orThrow();
            scene.tab.sort("A3:H6", 8, true);
            scene.clock.advance(Duration.ofSeconds(2));
            players.undo(report).get().orThrow();
            assertThat(players.records().get().record("ann").text("Notes")).isEqualTo("captain");
            assertThat(players.records().get().record("ben").text("Notes")).isEqualTo("banned");
        }
    }

    @Test
    void undoOfACheckInReset_afterSomebodyTookTheRow_leavesItAlone() {
        try (TableScene scene = scene()) {
            scene.tab.set("F5", true);
            SheetTable players = scene.players();
            Report<RowChange> report =
                    players.registration(4).resetCheckIn().get().orThrow();
            players.registration(4).claim(Map.of("discord", "zoe")).get();
            assertThat(scene.tab.cell("A5")).isEqualTo("zoe");
            assertThat(players.undo(report).get().count(Outcome.Status.STALE)).isEqualTo(1);
            assertThat(scene.tab.cell("F5")).isEqualTo(false);
        }
    }

    @Test
    void undoOfAnAdd_afterSomebodyFilledTheRow_leavesItAlone() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Report<RowChange> report = players.change(change -> change.add(Map.of("discord", "cid")))
                    .get();
            scene.tab.set("C5", "Cid#EUW");
            scene.clock.advance(Duration.ofSeconds(2));
            assertThat(players.undo(report).get().count(Outcome.Status.STALE)).isEqualTo(1);
            assertThat(scene.tab.cell("A5")).isEqualTo("cid");
        }
    }

    @Test
    void renames_ofTwoRecordsToOneKey_areRefused() {
        try (TableScene scene = scene()) {
            assertThatThrownBy(() -> scene.players()
                            .planChange(
                                    change -> change.set("ann", "discord", "x").set("ben", "discord", "x"))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("key");
            SheetTable players = scene.players();
            Plan<RowChange> one = players.planChange(change -> change.set("ann", "discord", "x"))
                    .get();
            assertThat(one.toString()).contains("discord \"ann\" → \"x\"");
            Plan<RowChange> two = players.planChange(change -> change.set("ben", "discord", "x"))
                    .get();
            one.apply().get().orThrow();
            assertThat(two.apply().get().count(Outcome.Status.STALE)).isEqualTo(1);
        }
    }

    @Test
    void claims_throughSeveralHandlesOfOneTab_getRowsOfTheirOwn() {
        try (TableScene scene = new TableScene(16, List.of())) {
            List<CompletableFuture<ClaimResult>> claims = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                claims.add(scene.cup
                        .table(i % 2 == 0 ? "Players" : "players")
                        .registration(16)
                        .claim(Map.of("discord", "p" + i))
                        .start());
            }
            assertThat(claims).allSatisfy(claim -> assertThat(claim.join()).isInstanceOf(ClaimResult.Registered.class));
            assertThat(scene.players().records().fresh().get().size()).isEqualTo(16);
        }
    }
}
