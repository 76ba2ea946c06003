// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static dev.bracketwire.sheets.table.LobbyScene.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.Outcome;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Sheets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacePlanTest {
    // The place of the totals once a column is inserted.
    private static final int TOTAL = 6;

    @Test
    void apply_ofAPlan_setsWhatThePreviewShows_andUndoTakesItBack() {
        try (LobbyScene scene = LobbyScene.usual()) {
            List<?> before = scene.tab.rows();
            LobbyBlocks lobbies = scene.lobbies();
            PlacePlan preview = lobbies.planPlaces("round 2", Map.of("Ann", 1, "Ben", 2, "Dan", 1))
                    .get();
            assertThat(preview.round()).isEqualTo("Round 2");
            assertThat(preview.failures()).isEmpty();
            assertThat(preview.problems()).isEmpty();
            assertThat(preview.plan().changes())
                    .containsExactly(
                            set("Lobby A", "Ann", "Round 2", null, 1L),
                            set("Lobby A", "Ben", "Round 2", null, 2L),
                            set("Lobby B", "Dan", "Round 2", null, 1L));
            assertThat(scene.tab.rows()).isEqualTo(before);
            Report<RowChange> report = scene.done(preview.plan().apply());
            assertThat(report.complete()).isTrue();
            assertThat(lobbies.blocks().get().places("Round 2")).isEqualTo(Map.of("Ann", 1, "Ben", 2, "Dan", 1));
            assertThat(scene.tab.cell("D5")).isEqualTo(1.0);
            assertThat(scene.tab.cell("F5")).isEqualTo(3.0);
            assertThat(scene.tab.formulaOf("F5")).isEqualTo("=SUM(C5:E5)");
            assertThat(scene.google.reads()).isEqualTo(1);
            assertThat(scene.google.writes()).isEqualTo(1);
            assertThat(scene.done(lobbies.undo(report)).complete()).isTrue();
            assertThat(scene.tab.rows()).isEqualTo(before);
        }
    }

    @Test
    void plan_ofPresentPlaces_isEmpty_alsoWhereTheyAreText() {
        try (LobbyScene scene = LobbyScene.usual()) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 1", Map.of("Ann", 2, "Ben", 1, "Cid", 3))
                    .get();
            assertThat(preview.plan().isEmpty()).isTrue();
            assertThat(preview.failures()).isEmpty();
        }
    }

    @Test
    void plan_ofASwapAndARemoval_replacesAndClears() {
        try (LobbyScene scene = LobbyScene.usual()) {
            Map<String, @Nullable Integer> places = new LinkedHashMap<>();
            places.put("Ann", 1);
            places.put(" Ben ", 2);
            places.put("Cid", null);
            PlacePlan preview = scene.lobbies().planPlaces("Round 1", places).get();
            assertThat(preview.plan().changes())
                    .containsExactly(
                            set("Lobby A", "Ann", "Round 1", 2L, 1L),
                            set("Lobby A", "Ben", "Round 1", "1", 2L),
                            set("Lobby A", "Cid", "Round 1", 3L, null));
            Report<RowChange> report = scene.done(preview.plan().apply());
            assertThat(report.complete()).isTrue();
            assertThat(scene.tab.cell("C8")).isNull();
            assertThat(scene.done(scene.lobbies().undo(report)).complete()).isTrue();
            assertThat(scene.tab.cell("C6")).isEqualTo("1");
        }
    }

    @Test
    void plan_withPlayersThatCannotBeSet_namesEach_andGoesOnWithTheOthers() {
        try (LobbyScene scene = LobbyScene.usual()) {
            scene.tab.set("B15", "Dan");
            scene.tab.formula("D14", "=1+1");
            Map<String, Integer> places = new LinkedHashMap<>();
            places.put("Ann", 1);
            places.put("Bne", 2);
            places.put("Cid", 9);
            places.put("Dan", 1);
            places.put("Eve", 3);
            places.put("Zacharias", 4);
            PlacePlan preview = scene.lobbies().planPlaces("Round 2", places).get();
            assertThat(preview.failures().keySet()).containsExactly("Bne", "Cid", "Dan", "Eve", "Zacharias");
            assertThat(preview.failures().values())
                    .extracting(SheetProblem::toString)
                    .containsExactly(
                            "Lobbies: \"Bne\" is no player of any lobby; did you mean Ben?",
                            "Lobbies!D8: \"Cid\" cannot have place 9: places are 1 to 8",
                            "Lobbies!B13: \"Dan\" in Lobby B is also in Lobby B, row 15; rename or delete all but one: no"
                                    + " place is written to either",
                            "Lobbies!D14: \"Eve\" has a formula in the cell of the place; replace the formula by hand, if"
                                    + " it is not wanted",
                            "Lobbies: \"Zacharias\" is no player of any lobby");
            assertThat(preview.plan().changes()).containsExactly(set("Lobby A", "Ann", "Round 2", null, 1L));
            assertThat(preview).asString().contains("not planned: 5").contains("did you mean Ben?");
            assertThat(scene.done(preview.plan().apply()).complete()).isTrue();
            assertThat(scene.tab.formulaOf("D14")).isEqualTo("=1+1");
        }
    }

    @Test
    void places_withAPlayerThatCannotBeSet_writeNothing() {
        try (LobbyScene scene = LobbyScene.usual()) {
            assertThatExceptionOfType(SheetException.class)
                    .isThrownBy(() -> scene.done(scene.lobbies().places("Finals", Map.of("Ann", 1, "Xyz", 2))))
                    .withMessage("Lobbies: \"Xyz\" is no player of any lobby");
            assertThat(scene.google.writes()).isZero();
            assertThat(scene.done(scene.lobbies().places("Finals", Map.of("Ann", 1)))
                            .complete())
                    .isTrue();
            assertThat(scene.tab.cell("E5")).isEqualTo(1.0);
        }
    }

    @Test
    void plan_ofAPlaceThatTwoWouldHave_refusesThoseWhoAskedForIt() {
        try (LobbyScene scene = LobbyScene.usual()) {
            // Cid keeps 3, so Ann cannot have it and keeps 2; so Ben cannot have 2 either.
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 1", Map.of("Ann", 3, "Ben", 2, "Eve", 3))
                    .get();
            assertThat(preview.failures().keySet()).containsExactlyInAnyOrder("Ann", "Ben");
            assertThat(preview.failures().get("Ann")).asString().contains("place 3 of Round 1 in Lobby A beside Cid");
            assertThat(preview.plan().changes()).containsExactly(set("Lobby B", "Eve", "Round 1", 2L, 3L));
            assertThat(preview.problems())
                    .extracting(SheetProblem::toString)
                    .containsExactly("Lobby B, Round 1: has a place 3 and no place 2; check the places of this lobby");
            PlacePlan both = scene.lobbies()
                    .planPlaces("Finals", Map.of("Ann", 1, "Ben", 1))
                    .get();
            assertThat(both.failures().keySet()).containsExactlyInAnyOrder("Ann", "Ben");
        }
    }

    @Test
    void plan_forALobbyWhoseTitleStandsTwice_failsForItsPlayers() {
        try (LobbyScene scene = LobbyScene.usual()) {
            scene.tab.set("A11", "LOBBY  a");
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 2", Map.of("Ann", 1, "Dan", 2))
                    .get();
            assertThat(preview.plan().isEmpty()).isTrue();
            assertThat(preview.failures()).hasSize(2);
            assertThat(preview.failures().get("Ann")).asString().contains("the title of several lobbies");
        }
    }

    @Test
    void apply_afterSomebodyChangedAPlace_isStaleForItAlone() {
        try (LobbyScene scene = LobbyScene.usual()) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 2", Map.of("Ann", 1, "Dan", 1))
                    .get();
            scene.tab.set("D5", 4);
            scene.clock.advance(Duration.ofSeconds(2));
            Report<RowChange> report = scene.done(preview.plan().apply());
            assertThat(statuses(report)).isEqualTo(Map.of("Ann", Outcome.Status.STALE, "Dan", Outcome.Status.APPLIED));
            assertThat(scene.tab.cell("D5")).isEqualTo(4.0);
        }
    }

    @Test
    void apply_afterThePlaceWentToAnother_orThePlayerCameToBeTwice_writesNeither() {
        try (LobbyScene scene = LobbyScene.usual()) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 2", Map.of("Ann", 1, "Dan", 1))
                    .get();
            scene.tab.set("D8", 1);
            scene.tab.set("B9", "Dan");
            scene.clock.advance(Duration.ofSeconds(2));
            Report<RowChange> report = scene.done(preview.plan().apply());
            assertThat(statuses(report)).isEqualTo(Map.of("Ann", Outcome.Status.STALE, "Dan", Outcome.Status.FAILED));
            assertThat(report.outcomes().map(Outcome::note).toList())
                    .anyMatch(note -> note.contains("place 1 of Round 2 in Lobby A beside Cid"));
            assertThat(scene.google.writes()).isZero();
        }
    }

    @Test
    void apply_ofTwoPlansThatGiveOnePlace_givesItOnce() {
        try (LobbyScene scene = LobbyScene.usual()) {
            LobbyBlocks lobbies = scene.lobbies();
            PlacePlan one = lobbies.planPlaces("Round 2", Map.of("Ann", 1)).get();
            PlacePlan two = lobbies.planPlaces("Round 2", Map.of("Ben", 1)).get();
            var first = one.plan().apply().start();
            Report<RowChange> second = scene.done(two.plan().apply());
            List<Outcome.Status> statuses = new ArrayList<>(statuses(second).values());
            statuses.addAll(statuses(first.join()).values());
            assertThat(statuses).containsExactlyInAnyOrder(Outcome.Status.APPLIED, Outcome.Status.STALE);
            assertThat(lobbies.blocks().get().places("Round 2")).hasSize(1);
        }
    }

    @Test
    void apply_whileSomebodySortsALobby_setsThePlacesOfTheRightPlayers() {
        try (LobbyScene scene = LobbyScene.usual()) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 2", Map.of("Ann", 1, "Ben", 2, "Cid", 3, "Dan", 1))
                    .get();
            scene.tab.sort("A5:E8", 2, false);
            assertThat(scene.done(preview.plan().apply()).complete()).isTrue();
            LobbyPlaces now = scene.lobbies().blocks().fresh().get();
            assertThat(now.places("Round 2")).isEqualTo(Map.of("Ann", 1, "Ben", 2, "Cid", 3, "Dan", 1));
            assertThat(now.places("Round 1")).isEqualTo(Map.of("Ann", 2, "Ben", 1, "Cid", 3, "Dan", 1, "Eve", 2));
            assertThat(scene.google.writes()).isGreaterThan(1);
        }
    }

    @Test
    void apply_whileSomebodyInsertsRowsAndColumns_setsTheRightCellsAlone() {
        for (int row : new int[] {1, 4, 5, 6, 11, 12}) {
            for (int column : new int[] {1, 3, 4, 5}) {
                try (LobbyScene scene = LobbyScene.usual()) {
                    Map<String, Integer> places = Map.of("Ann", 1, "Ben", 2, "Dan", 1);
                    PlacePlan preview =
                            scene.lobbies().planPlaces("Round 2", places).get();
                    scene.tab.insertRow(row).insertColumn(column);
                    List<List<@Nullable Object>> rows = scene.tab.rows();
                    assertThat(scene.done(preview.plan().apply()).problems())
                            .as("row %s, column %s", row, column)
                            .isEmpty();
                    LobbyPlaces now = scene.lobbies().blocks().fresh().get();
                    assertThat(now.places("Round 2"))
                            .as("row %s, column %s", row, column)
                            .isEqualTo(places);
                    assertThat(differences(rows, scene.tab.rows()))
                            .as("row %s, column %s", row, column)
                            .isEqualTo(3);
                }
            }
        }
    }

    /** Counts the cells that differ, left of the totals. */
    private static int differences(List<List<@Nullable Object>> before, List<List<@Nullable Object>> after) {
        int differences = 0;
        for (int row = 0; row < Math.max(before.size(), after.size()); row++) {
            for (int column = 0; column < TOTAL; column++) {
                differences += Objects.equals(cell(before, row, column), cell(after, row, column)) ? 0 : 1;
            }
        }
        return differences;
    }

    private static @Nullable Object cell(List<List<@Nullable Object>> rows, int row, int column) {
        return row < rows.size() && column < rows.get(row).size()
                ? rows.get(row).get(column)
                : null;
    }

    @Test
    void apply_whileThePlayerMovesToAnotherLobby_isStaleAndLeavesNothing() {
        try (LobbyScene scene = LobbyScene.usual()) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 2", Map.of("Ann", 1, "Ben", 2))
                    .get();
            scene.tab.moveRow(5, 13);
            Report<RowChange> report = scene.done(preview.plan().apply());
            assertThat(statuses(report)).isEqualTo(Map.of("Ann", Outcome.Status.STALE, "Ben", Outcome.Status.APPLIED));
            assertThat(scene.lobbies().blocks().fresh().get().places("Round 2")).isEqualTo(Map.of("Ben", 2));
        }
    }

    @Test
    void apply_whileARowIsInsertedAboveAHeaderThatIsATitleToo_keepsTheHeader() {
        try (LobbyScene scene = new LobbyScene(
                List.of(row("Lobby A", "", "", "Round 1", "Round 2"), row("Ann", "", "", 1), row("Ben", "", "", 2)))) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 2", Map.of("Ann", 2, "Ben", 1))
                    .get();
            scene.tab.insertRow(1);
            Report<RowChange> report = scene.done(preview.plan().apply());
            assertThat(scene.tab.cell("E2")).isEqualTo("Round 2");
            assertThat(report.problems()).isEmpty();
            assertThat(scene.tab.cell("E3")).isEqualTo(2.0);
        }
    }

    @Test
    void apply_whileAColumnIsInsertedSoThatPlacesHitNames_givesTheNamesBack() {
        try (LobbyScene scene = LobbyScene.usual()) {
            PlacePlan preview = scene.lobbies()
                    .planPlaces("Round 1", Map.of("Ann", 1, "Ben", 2, "Dan", 3))
                    .get();
            scene.tab.insertColumn(1);
            assertThat(scene.done(preview.plan().apply()).problems()).isEmpty();
            LobbyPlaces now = scene.lobbies().blocks().fresh().get();
            assertThat(now.places("Round 1")).isEqualTo(Map.of("Ann", 1, "Ben", 2, "Cid", 3, "Dan", 3, "Eve", 2));
            assertThat(scene.tab.cell("C3")).isEqualTo("Player");
        }
    }

    @Test
    void apply_toFortyLobbiesOfEight_takesOneReadAndOneWrite() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row("Lobby", "Player", "", "Round 1", "Round 2"));
        Map<String, Integer> places = new HashMap<>();
        Random random = new Random(40);
        for (int lobby = 1; lobby <= 40; lobby++) {
            rows.add(row("Lobby " + lobby));
            List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));
            Collections.shuffle(order, random);
            for (int seat = 1; seat <= 8; seat++) {
                rows.add(row(seat, "Player " + lobby + "-" + seat, "", seat));
                places.put("Player " + lobby + "-" + seat, order.get(seat - 1));
            }
            rows.add(row());
        }
        try (LobbyScene scene = new LobbyScene(rows)) {
            PlacePlan preview = scene.lobbies().planPlaces("Round 2", places).get();
            assertThat(preview.problems()).isEmpty();
            assertThat(preview.plan().size()).isEqualTo(320);
            assertThat(scene.done(preview.plan().apply()).complete()).isTrue();
            assertThat(scene.lobbies().blocks().get().places("Round 2")).isEqualTo(places);
            assertThat(scene.google.calls()).hasSize(2);
        }
    }

    @Test
    void apply_byTwoClients_findsTheOthersPlaces() {
        try (LobbyScene scene = LobbyScene.usual();
                Sheets other = scene.client()) {
            LobbyBlocks theirs = other.spreadsheet(scene.file.id()).lobbies("Lobbies");
            PlacePlan mine =
                    scene.lobbies().planPlaces("Round 2", Map.of("Ann", 1)).get();
            scene.done(theirs.places("Round 2", Map.of("Ben", 1)));
            scene.clock.advance(Duration.ofSeconds(2));
            assertThat(statuses(scene.done(mine.plan().apply()))).containsValue(Outcome.Status.STALE);
        }
    }

    private static RowChange set(
            String lobby, String player, String round, @Nullable Object before, @Nullable Object after) {
        return new RowChange(
                "Lobbies",
                RowChange.CHANGE,
                Map.of("lobby", lobby, "player", player),
                List.of(new RowChange.Field(round, before, after)));
    }

    private static Map<String, Outcome.Status> statuses(Report<RowChange> report) {
        Map<String, Outcome.Status> statuses = new HashMap<>();
        report.outcomes().forEach(outcome -> statuses.put(outcome.change().key().get("player"), outcome.status()));
        return statuses;
    }
}
