// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.ArrayList;
import java.util.List;

/** Writes matches of Teamfight Tactics. */
final class TftJson {
    private TftJson() {}

    static String match(String id, List<FakePlayer> players, long at) {
        List<String> participants = new ArrayList<>();
        for (int i = 0; i < players.size(); i++) {
            participants.add(participant(players.get(i), i + 1));
        }
        FakeJson info = FakeJson.object()
                .with("endOfGameResult", "GameComplete")
                .with("gameCreation", at)
                .with("gameId", Long.parseLong(id.substring(id.indexOf('_') + 1)))
                .with("game_datetime", at)
                .raw("game_length", "1980.5")
                .with("game_version", "Linux Version 16.22")
                .with("mapId", 22)
                .raw("participants", FakeJson.array(participants))
                .with("queue_id", 1100)
                .with("queueId", 1100)
                .with("tft_game_type", "standard")
                .with("tft_set_core_name", "TFTSet18")
                .with("tft_set_number", 18);
        FakeJson metadata = FakeJson.object()
                .with("data_version", "6")
                .with("match_id", id)
                .raw(
                        "participants",
                        FakeJson.texts(players.stream().map(FakePlayer::puuid).toList()));
        return FakeJson.object()
                .raw("metadata", metadata.toString())
                .raw("info", info.toString())
                .toString();
    }

    private static String participant(FakePlayer player, int placement) {
        return FakeJson.object()
                .raw("companion", "{\"content_ID\":\"c\",\"item_ID\":1,\"skin_ID\":1,\"species\":\"PetPenguKnight\"}")
                .with("gold_left", 3)
                .with("last_round", 36 - placement)
                .with("level", 8)
                .with("placement", placement)
                .with("players_eliminated", placement == 1 ? 3 : 0)
                .with("puuid", player.puuid())
                .with("riotIdGameName", player.name())
                .with("riotIdTagline", player.tag())
                .raw("time_eliminated", "1850.25")
                .with("total_damage_to_players", 120 - placement * 10L)
                .raw(
                        "traits",
                        "[{\"name\":\"TFT18_Trait\",\"num_units\":4,\"style\":2,\"tier_current\":1,\"tier_total\":3}]")
                .raw(
                        "units",
                        "[{\"character_id\":\"TFT18_Unit\",\"itemNames\":[\"TFT_Item_InfinityEdge\"],\"name\":\"\","
                                + "\"rarity\":3,\"tier\":2}]")
                .with("win", placement <= 4)
                .toString();
    }
}
