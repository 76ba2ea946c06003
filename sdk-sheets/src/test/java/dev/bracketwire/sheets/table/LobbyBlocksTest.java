// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static dev.bracketwire.sheets.table.LobbyScene.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bracketwire.sheets.Sheets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LobbyBlocksTest {
    @Test
    void blocks_withGapsAndSeats_areReadInOneRead() {
        try (LobbyScene scene = LobbyScene.usual()) {
            LobbyPlaces places = scene.lobbies().blocks().get();
            assertThat(places.list())
                    .containsExactly(
                            new LobbyBlock(
                                    "Lobby A",
                                    4,
                                    List.of(
                                            new LobbyPlayer("Ann", 5, Map.of("Round 1", 2)),
                                            new LobbyPlayer("Ben", 6, Map.of("Round 1", 1)),
                                            new LobbyPlayer("Cid", 8, Map.of("Round 1", 3)))),
                            new LobbyBlock(
                                    "Lobby B",
                                    11,
                                    List.of(
                                            new LobbyPlayer("Dan", 13, Map.of("Round 1", 1)),
                                            new LobbyPlayer("Eve", 14, Map.of("Round 1", 2)))));
            assertThat(places.rounds()).containsExactly("Round 1", "Round 2", "Finals");
            assertThat(places.problems()).isEmpty();
            assertThat(places.find("lobby b")).map(LobbyBlock::row).hasValue(11);
            assertThat(places.places("ROUND1")).isEqualTo(Map.of("Ann", 2, "Ben", 1, "Cid", 3, "Dan", 1, "Eve", 2));
            assertThat(places.places()).containsEntry("Ben", Map.of("Round 1", 1));
            assertThat(places).hasToString("Lobbies: 2 lobbies, 5 players");
            assertThat(scene.google.reads()).isEqualTo(1);
        }
    }

    @Test
    void places_ofAnUnknownRound_namesTheRounds() {
        try (LobbyScene scene = LobbyScene.usual()) {
            LobbyPlaces places = scene.lobbies().blocks().get();
            assertThatExceptionOfType(SheetException.class)
                    .isThrownBy(() -> places.places("Round 9"))
                    .withMessage("Lobbies: \"Round 9\" is none of the rounds, which are Round 1, Round 2, Finals");
            assertThatExceptionOfType(SheetException.class)
                    .isThrownBy(() -> scene.lobbies()
                            .planPlaces("Round 9", Map.of("Ann", 1))
                            .get())
                    .withMessageContaining("Round 1, Round 2, Finals");
        }
    }

    @Test
    void blocks_withoutAHeaderOfARound_sayWhatIsMissing() {
        try (LobbyScene scene = new LobbyScene(List.of(row("Lobby A"), row("Ann", "", 1)))) {
            assertThatExceptionOfType(SheetException.class)
                    .isThrownBy(() -> scene.lobbies().blocks().get())
                    .withMessageContaining("one of the words Round, Finals")
                    .withMessageContaining("roundWords");
            assertThat(scene.lobbies().check().get()).hasSize(1);
        }
    }

    @Test
    void check_ofASheetWithEveryMistake_namesEachInASentence() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row("Player", "", "", "Round 1", "Round 2", "Final round", "final  Round"));
        rows.add(row("Zoe", "", "", 1));
        rows.add(row("Lobby A"));
        rows.add(row("Ann", "", "", 1, 1));
        rows.add(row("Ben", "", "", 2, 2));
        rows.add(row("Cid", "", "", 2, 4));
        rows.add(row("Dan", "", "", 9, "DNF"));
        rows.add(row("", "", "", 4, 1.5));
        rows.add(row("Lobby B"));
        rows.add(row("Ann", "", "", "x"));
        rows.add(row("Ann"));
        rows.add(row("Lobby C"));
        rows.add(row("lobby a"));
        rows.add(row("Eve"));
        try (LobbyScene scene = new LobbyScene(rows)) {
            assertThat(scene.lobbies().check().get())
                    .extracting(SheetProblem::toString)
                    .containsExactly(
                            "Lobbies!F1: \"Final round\" is the header of another column too; give each round its own"
                                    + " header: neither column is read",
                            "Lobbies!G1: \"final  Round\" is the header of another column too; give each round its own"
                                    + " header: neither column is read",
                            "Lobbies!A12: \"Lobby C\" has no players; add players or delete the title",
                            "Lobbies!A13: \"lobby a\" is the title of the lobby in row 3 too; give each lobby its own"
                                    + " title: no place is written to either",
                            "Lobbies!A2: \"Zoe\" has places and stands above the first lobby; move the player into a"
                                    + " lobby",
                            "Lobbies, row 8: has a place and no player; write the player's name",
                            "Lobbies!A4: \"Ann\" in Lobby A is also in Lobby B, row 10 and Lobby B, row 11; rename or"
                                    + " delete all but one: no place is written to either",
                            "Lobbies!A10: \"Ann\" in Lobby B is also in Lobby A, row 4 and Lobby B, row 11; rename or"
                                    + " delete all but one: no place is written to either",
                            "Lobbies!A11: \"Ann\" in Lobby B is also in Lobby A, row 4 and Lobby B, row 10; rename or"
                                    + " delete all but one: no place is written to either",
                            "Lobbies!D7: \"9\" is no place of Dan; write a place from 1 to 8, or empty the cell",
                            "Lobby A, Round 1: \"2\" is the place of Ben and Cid; give each place once",
                            "Lobbies!D10: \"x\" is no whole number for Ann; write a place from 1 to 8, or empty the cell",
                            "Lobbies!E7: \"DNF\" is no whole number for Dan; write a place from 1 to 8, or empty the"
                                    + " cell",
                            "Lobby A, Round 2: has a place 4 and no place 3; check the places of this lobby");
            assertThat(scene.lobbies().blocks().get().places()).doesNotContainKey("Ann");
        }
    }

    @Test
    void blocks_ofOtherWordsAndColumns_areFoundByOptions() {
        List<List<@Nullable Object>> rows = List.of(
                row("Round robin of groups"),
                row("#", "Group", "Nick", "Match 1", "Grand Final", "Finalist"),
                row("", "Pool X", "", "Match 1", "Grand Final"),
                row(1, "", "Ann", 0, 15),
                row("2.", "Blue", "Ben", "16"));
        try (LobbyScene scene = new LobbyScene(rows)) {
            LobbyPlaces places = scene.lobbies()
                    .lobbyWords("Group", "Pool")
                    .roundWords("Match", "Final")
                    .placeRange(0, 15)
                    .lobbyColumn("B")
                    .playerColumns("C")
                    .blocks()
                    .get();
            assertThat(places.rounds()).containsExactly("Match 1", "Grand Final");
            assertThat(places.list()).extracting(LobbyBlock::name).containsExactly("Pool X");
            assertThat(places.places())
                    .isEqualTo(Map.of("Ann", Map.of("Match 1", 0, "Grand Final", 15), "Ben", Map.of()));
        }
    }

    @Test
    void blocks_ofHostileNames_keepThemAsTheyAre() {
        List<String> names = List.of("=1+1", "O'\"Neil\\", "🐉 Wyrm", "'; DROP", "Lobbyist", "\ud83d", "1. FC", "+49");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row("Lobby name", "", "", "Round 1"));
        rows.add(row("Lobby 1"));
        names.forEach(name -> rows.add(row("#7", name)));
        try (LobbyScene scene = new LobbyScene(rows)) {
            LobbyPlaces places = scene.lobbies().blocks().get();
            assertThat(places.list()).hasSize(1);
            assertThat(places.list().get(0).players()).hasSize(names.size());
            assertThat(places.places().keySet())
                    .containsAll(names.subList(0, 5))
                    .contains("1. FC", "+49");
            Map<String, Integer> asked = new HashMap<>();
            places.places().keySet().forEach(name -> asked.put(name, asked.size() + 1));
            PlacePlan preview = scene.lobbies().planPlaces("Round 1", asked).get();
            assertThat(preview.failures()).isEmpty();
            assertThat(scene.done(preview.plan().apply()).complete()).isTrue();
            assertThat(scene.lobbies().blocks().get().places("Round 1")).isEqualTo(asked);
            assertThat(scene.tab.cell("B3")).isEqualTo("=1+1");
        }
    }

    @Test
    void blocks_withTheirOwnHeaders_takeTheRoundsOfTheFirst() {
        try (LobbyScene scene = new LobbyScene(List.of(
                row("Lobby A", "", "", "Round 1", "Finals"),
                row("Ann", "", "", 1),
                row("Lobby B", "", "", "Round 1", "Finals"),
                row("Player", "", "", "Round 1", "Finals"),
                row("Ben", "", "", "#N/A", 1)))) {
            LobbyPlaces places = scene.lobbies().blocks().get();
            assertThat(places.list()).extracting(LobbyBlock::name).containsExactly("Lobby A", "Lobby B");
            assertThat(places.places()).isEqualTo(Map.of("Ann", Map.of("Round 1", 1), "Ben", Map.of("Finals", 1)));
            assertThat(places.problems()).hasSize(1);
        }
    }

    @Test
    void examples_ofTheGuide_runAgainstAFake() {
        try (LobbyScene scene = LobbyScene.usual();
                Sheets sheets = scene.builder().build()) {
            List<?> before = scene.tab.rows();
            BlockExamples.places(sheets.spreadsheet(scene.file.id()));
            BlockExamples.reading(sheets.spreadsheet(scene.file.id()));
            assertThat(scene.google.writes()).isEqualTo(2);
            assertThat(scene.tab.rows()).isEqualTo(before);
        }
    }

    @Test
    void options_thatMakeNoSense_areRefused() {
        try (LobbyScene scene = LobbyScene.usual()) {
            LobbyBlocks lobbies = scene.lobbies();
            assertThatIllegalArgumentException().isThrownBy(() -> lobbies.placeRange(8, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> lobbies.lobbyWords(" "));
            assertThatIllegalArgumentException().isThrownBy(lobbies::roundWords);
            assertThatIllegalArgumentException().isThrownBy(lobbies::playerColumns);
            assertThatIllegalArgumentException().isThrownBy(() -> lobbies.lobbyColumn("7"));
        }
    }
}
