// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Spreadsheet;
import java.util.Map;

/** Code that the guide and the Javadoc show. */
final class BlockExamples {
    private BlockExamples() {}

    static void places(Spreadsheet cup) {
        LobbyBlocks lobbies = cup.lobbies("Lobbies");
        for (LobbyBlock block : lobbies.blocks().get()) {
            System.out.println(block.name() + ": " + block.players());
        }
        PlacePlan preview =
                lobbies.planPlaces("Round 2", Map.of("Ann", 1, "Ben", 2)).get();
        System.out.println(preview);
        Report<RowChange> report = preview.plan().apply().get();
        lobbies.undo(report).get();
    }

    static void reading(Spreadsheet cup) {
        LobbyPlaces now = cup.lobbies("Lobbies").blocks().get();
        System.out.println(now.places("Finals")); // {Ann=1, Ben=2}
        System.out.println(now.places().get("Ann")); // {Round 1=3, Finals=1}
        now.problems().forEach(System.out::println);
    }

    static LobbyBlocks options(Spreadsheet cup) {
        return cup.lobbies("Groups")
                .lobbyWords("Group", "Pool")
                .roundWords("Match", "Final")
                .placeRange(1, 16)
                .playerColumns("B");
    }
}
