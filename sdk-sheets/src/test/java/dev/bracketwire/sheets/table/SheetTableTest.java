// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Sheets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SheetTableTest {
    record Player(String discord, String ign, boolean checkin) {}

    private static TableScene scene() {
        return new TableScene(8, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
    }

    @Test
    void records_ofAPreparedSheet_areTheRowsWithAKey() {
        try (TableScene scene = scene()) {
            TableRecords records = scene.players().records().get();
            assertThat(records.list()).extracting(SheetRecord::key).containsExactly("ann", "ben");
            assertThat(records.record("ben").row()).isEqualTo(4);
            assertThat(records.record("ann").text("ign")).isEqualTo("Ann#EUW");
            assertThat(records.record("ann").flag("registered")).isTrue();
            assertThat(records.list(Player.class))
                    .containsExactly(new Player("ann", "Ann#EUW", false), new Player("ben", "Ben#EUW", false));
            assertThat(scene.google.reads()).isEqualTo(1);
        }
    }

    @Test
    void change_ofACheckbox_setsThatCellAlone() {
        try (TableScene scene = scene()) {
            Plan<RowChange> plan = scene.players()
                    .planChange(change -> change.set("ben", "checkin", true))
                    .get();
            System.out.println(plan);
            Report<RowChange> report = plan.apply().get();
            assertThat(report.complete()).isTrue();
            assertThat(scene.tab.cell("F4")).isEqualTo(true);
            assertThat(scene.tab.cell("F3")).isEqualTo(false);
            assertThat(scene.google.reads()).isEqualTo(1);
            assertThat(scene.google.writes()).isEqualTo(1);
            Report<RowChange> undone = scene.players().undo(report).get();
            assertThat(undone.orThrow().count(Outcome.Status.APPLIED)).isEqualTo(1);
            assertThat(scene.tab.cell("F4")).isEqualTo(false);
        }
    }

    @Test
    void upsert_ofNewAndKnownRows_addsAndChangesInOneWrite() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            Report<RowChange> report = players.upsert(List.of(
                            new Player("ann", "Ann#NA1", true),
                            Map.of("Discord Tag", "cid", "ign", "=1+1", "team", "Blue")))
                    .get();
            System.out.println(report);
            assertThat(report.complete()).isTrue();
            assertThat(scene.tab.cell("C3")).isEqualTo("Ann#NA1");
            assertThat(scene.tab.cell("A5")).isEqualTo("cid");
            assertThat(scene.tab.cell("C5")).isEqualTo("=1+1");
            assertThat(scene.tab.cell("E5")).isEqualTo(false);
            assertThat(scene.google.calls()).hasSize(2);
            assertThat(players.records().get().size()).isEqualTo(3);
            assertThat(scene.google.calls()).hasSize(2);
        }
    }

    @Test
    void remove_emptiesTheCells_andUndoFillsThemAgain() {
        try (TableScene scene = scene()) {
            SheetTable players = scene.players();
            List<?> before = scene.tab.rows();
            Report<RowChange> report =
                    players.change(change -> change.remove("ann")).get();
            assertThat(report.complete()).isTrue();
            assertThat(scene.tab.cell("A3")).isNull();
            assertThat(scene.tab.cell("E3")).isEqualTo(false);
            players.undo(report).get().orThrow();
            assertThat(scene.tab.rows()).isEqualTo(before);
        }
    }

    @Test
    void upserts_atTheSameTime_areOneWriteInTheirOrder() {
        try (TableScene scene = TableScene.ticking(
                        8, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
                Sheets sheets =
                        scene.builder().mergeWindow(Duration.ofMillis(500)).build()) {
            SheetTable players = sheets.spreadsheet(scene.file.id()).table("Players");
            List<CompletableFuture<Report<RowChange>>> upserts = new ArrayList<>();
            for (String name : List.of("x1", "x2", "x3")) {
                upserts.add(players.upsert(List.of(Map.of("discord", name))).start());
            }
            upserts.forEach(upsert -> upsert.join().orThrow());
            assertThat(scene.tab.cell("A5")).isEqualTo("x1");
            assertThat(scene.tab.cell("A6")).isEqualTo("x2");
            assertThat(scene.tab.cell("A7")).isEqualTo("x3");
            assertThat(scene.google.writes()).isEqualTo(1);
        }
    }
}
