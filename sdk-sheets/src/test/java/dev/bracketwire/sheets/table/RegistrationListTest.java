// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.table.ClaimResult.AlreadyThere;
import dev.bracketwire.sheets.table.ClaimResult.Full;
import dev.bracketwire.sheets.table.ClaimResult.Registered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RegistrationListTest {
    private static Map<String, Object> person(String name) {
        return Map.of("discord", name, "ign", name + "#EUW");
    }

    @Test
    void claim_ofAFreeRow_answersItsRow_andTheSecondTimeAlreadyThere() {
        try (TableScene scene = new TableScene(3, List.of(TableScene.player("ann", "Ann#EUW")))) {
            RegistrationList list = scene.players().registration(3);
            assertThat(list.claim(person("ben")).get()).isEqualTo(new Registered("ben", 4));
            assertThat(list.claim(person("ben")).get()).isEqualTo(new AlreadyThere("ben", 4));
            assertThat(list.claim(person("cid")).get()).isEqualTo(new Registered("cid", 5));
            assertThat(list.claim(person("dan")).get()).isEqualTo(new Full(3));
            assertThat(scene.tab.cell("E4")).isEqualTo(true);
            assertThat(scene.tab.cell("F4")).isEqualTo(false);
            assertThat(list.release("ben").get()).isTrue();
            assertThat(list.release("ben").get()).isFalse();
            assertThat(scene.tab.cell("A4")).isNull();
            assertThat(scene.tab.cell("E4")).isEqualTo(false);
            assertThat(list.claim(person("dan")).get()).isEqualTo(new Registered("dan", 4));
        }
    }

    @Test
    void claims_ofThirtyTwoAtOnce_takeThirtyTwoRowsInFewCalls() {
        try (TableScene scene = new TableScene(32, List.of())) {
            RegistrationList list = scene.players().registration(32);
            list.table().records().get();
            int before = scene.google.calls().size();
            List<CompletableFuture<ClaimResult>> claims = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                claims.add(list.claim(person("p" + i)).start());
            }
            Set<Integer> rows = new HashSet<>();
            claims.forEach(claim -> rows.add(((Registered) claim.join()).row()));
            assertThat(rows).hasSize(32);
            // Claims that start during a write wait for the next one: how many writes that makes
            // depends on how fast the threads start, one for each claim would be 64 calls.
            assertThat(scene.google.calls().size() - before).isLessThanOrEqualTo(12);
            assertThat(list.claim(person("late")).get()).isEqualTo(new Full(32));
        }
    }

    @Test
    void claim_whoseAnswerIsLost_isNotDoubled() {
        try (TableScene scene = TableScene.ticking(4, List.of())) {
            RegistrationList list = scene.players().registration(4);
            list.table().records().get();
            scene.google.loseNextAnswers(1);
            assertThat(list.claim(person("ann")).get()).isEqualTo(new Registered("ann", 3));
            scene.google.loseNextAnswers(3);
            assertThat(list.claim(person("ben")).get()).isEqualTo(new Registered("ben", 4));
            assertThat(list.table().records().get().size()).isEqualTo(2);
        }
    }

    @Test
    void claim_withoutAPreparedRow_addsOneBelow_andGrowsTheGrid() {
        try (TableScene scene = new TableScene(1, List.of(TableScene.player("ann", "Ann#EUW")))) {
            RegistrationList list = scene.players().registration(100);
            int rows = scene.tab.rowCount();
            for (int i = 0; i < 5; i++) {
                assertThat(list.claim(person("p" + i)).get()).isEqualTo(new Registered("p" + i, 4 + i));
            }
            assertThat(scene.tab.rowCount()).isGreaterThanOrEqualTo(rows);
        }
    }

    @Test
    void claim_withoutAKey_isRefusedBeforeAnythingIsSent() {
        try (TableScene scene = new TableScene(1, List.of())) {
            assertThatThrownBy(() -> scene.players()
                            .registration(1)
                            .claim(Map.of("ign", "Ann#EUW"))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("discord");
            assertThat(scene.google.writes()).isZero();
        }
    }

    @Test
    void reset_ofTheRegistration_isOneWrite_countsWhatChanges_andIsUndone() {
        try (TableScene scene =
                new TableScene(6, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")))) {
            scene.tab.set("E8", true); // a row with nobody in it
            List<?> before = scene.tab.rows();
            Plan<RowChange> plan = scene.players().registration(6).planReset().get();
            assertThat(plan.size()).isEqualTo(3);
            int writes = scene.google.writes();
            Report<RowChange> report = plan.apply().get().orThrow();
            assertThat(report.count(Outcome.Status.APPLIED)).isEqualTo(3);
            assertThat(scene.google.writes() - writes).isEqualTo(1);
            assertThat(scene.players().records().get().list()).isEmpty();
            assertThat(scene.tab.cell("E8")).isEqualTo(false);
            scene.players().undo(report).get().orThrow();
            assertThat(scene.tab.rows()).isEqualTo(before);
        }
    }

    @Test
    void resetCheckIn_touchesThatColumnAlone() {
        try (TableScene scene = new TableScene(4, List.of(TableScene.player("ann", "Ann#EUW")))) {
            scene.tab.set("F3", true);
            scene.tab.set("F5", true);
            Report<RowChange> report =
                    scene.players().registration(4).resetCheckIn().get();
            assertThat(report.orThrow().count(Outcome.Status.APPLIED)).isEqualTo(2);
            assertThat(scene.tab.cell("F3")).isEqualTo(false);
            assertThat(scene.tab.cell("E3")).isEqualTo(true);
            assertThat(scene.tab.cell("A3")).isEqualTo("ann");
        }
    }

    @Test
    void reset_afterSomebodyCheckedIn_leavesThatRowAlone() {
        try (TableScene scene =
                new TableScene(4, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")))) {
            Plan<RowChange> plan = scene.players().registration(4).planReset().get();
            scene.tab.set("F3", true);
            scene.clock.advance(Duration.ofSeconds(2));
            Report<RowChange> report = plan.apply().get();
            assertThat(report.count(Outcome.Status.STALE)).isEqualTo(1);
            assertThat(scene.tab.cell("A3")).isEqualTo("ann");
            assertThat(scene.tab.cell("A4")).isNull();
        }
    }

    @Test
    void claim_withTextForACheckbox_isRefused() {
        try (TableScene scene = new TableScene(4, List.of())) {
            assertThatThrownBy(() -> scene.players()
                            .registration(4)
                            .claim(Map.of("discord", "ann", "checkin", "yes"))
                            .get())
                    .isInstanceOf(SheetException.class)
                    .hasMessageContaining("true or false");
        }
    }

    @Test
    void upsert_ofMoreThanOneRequestHolds_isSentInSeveral() {
        try (TableScene scene = new TableScene(4, List.of());
                Sheets sheets = scene.builder().chunks(10_000, 20_000).build()) {
            List<Map<String, Object>> people = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                people.add(Map.of("discord", "p" + i, "team", "x".repeat(1_000)));
            }
            SheetTable players = sheets.spreadsheet(scene.file.id()).table("Players");
            players.upsert(people).get().orThrow();
            assertThat(players.records().fresh().get().size()).isEqualTo(60);
            assertThat(scene.google.writes()).isBetween(4, 12);
        }
    }
}
