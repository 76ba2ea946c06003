// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.ArrayList;
import java.util.List;

/** Writes matches of League of Legends. */
final class LolJson {
    private static final String NUMBERS =
            "assists baronKills champExperience champLevel championTransform consumablesPurchased "
                    + "damageDealtToObjectives damageDealtToTurrets damageSelfMitigated deaths "
                    + "detectorWardsPlaced doubleKills dragonKills goldEarned goldSpent inhibitorKills item0 "
                    + "item1 item2 item3 item4 item5 item6 itemsPurchased killingSprees kills "
                    + "largestCriticalStrike largestKillingSpree largestMultiKill longestTimeSpentLiving "
                    + "magicDamageDealt magicDamageDealtToChampions magicDamageTaken neutralMinionsKilled "
                    + "nexusKills objectivesStolen objectivesStolenAssists pentaKills physicalDamageDealt "
                    + "physicalDamageDealtToChampions physicalDamageTaken quadraKills sightWardsBoughtInGame "
                    + "spell1Casts spell2Casts spell3Casts spell4Casts summoner1Casts summoner1Id "
                    + "summoner2Casts summoner2Id timeCCingOthers timePlayed totalDamageDealt "
                    + "totalDamageDealtToChampions totalDamageShieldedOnTeammates totalDamageTaken totalHeal "
                    + "totalHealsOnTeammates totalMinionsKilled totalTimeCCDealt totalTimeSpentDead "
                    + "totalUnitsHealed tripleKills trueDamageDealt trueDamageDealtToChampions "
                    + "trueDamageTaken turretKills unrealKills visionScore visionWardsBoughtInGame "
                    + "wardsKilled wardsPlaced";
    private static final String TEXTS = "championName individualPosition lane role summonerId teamPosition";
    private static final String FLAGS = "firstBloodAssist firstBloodKill firstTowerAssist firstTowerKill "
            + "gameEndedInEarlySurrender gameEndedInSurrender teamEarlySurrendered";
    private static final String OBJECTIVES = "baron champion dragon inhibitor riftHerald tower";
    private static final int BLUE = 100;
    private static final int RED = 200;

    private LolJson() {}

    static String match(String id, List<FakePlayer> players, long at) {
        List<String> participants = new ArrayList<>();
        for (int i = 0; i < players.size(); i++) {
            participants.add(participant(players.get(i), i));
        }
        String platform = id.substring(0, id.indexOf('_'));
        FakeJson info = FakeJson.object()
                .with("endOfGameResult", "GameComplete")
                .with("gameCreation", at)
                .with("gameDuration", 1800)
                .with("gameEndTimestamp", at + 1_800_000)
                .with("gameId", Long.parseLong(id.substring(id.indexOf('_') + 1)))
                .with("gameMode", "CLASSIC")
                .with("gameName", "teambuilder-match")
                .with("gameStartTimestamp", at)
                .with("gameType", "MATCHED_GAME")
                .with("gameVersion", "16.22.1.1")
                .with("mapId", 11)
                .raw("participants", FakeJson.array(participants))
                .with("platformId", platform)
                .with("queueId", 420)
                .raw("teams", "[" + team(BLUE, true) + "," + team(RED, false) + "]");
        FakeJson metadata = FakeJson.object()
                .with("dataVersion", "2")
                .with("matchId", id)
                .raw(
                        "participants",
                        FakeJson.texts(players.stream().map(FakePlayer::puuid).toList()));
        return FakeJson.object()
                .raw("metadata", metadata.toString())
                .raw("info", info.toString())
                .toString();
    }

    private static String participant(FakePlayer player, int place) {
        FakeJson fakeJson = FakeJson.object();
        for (String name : NUMBERS.split(" ", -1)) {
            fakeJson.with(name, 0);
        }
        for (String name : TEXTS.split(" ", -1)) {
            fakeJson.with(name, "");
        }
        for (String name : FLAGS.split(" ", -1)) {
            fakeJson.with(name, false);
        }
        return fakeJson.raw("perks", "{\"statPerks\":{\"defense\":0,\"flex\":0,\"offense\":0},\"styles\":[]}")
                .with("puuid", player.puuid())
                .with("summonerName", "")
                .with("riotIdGameName", player.name())
                .with("riotIdTagline", player.tag())
                .with("profileIcon", player.icon())
                .with("summonerLevel", player.level())
                .with("championId", 1 + place)
                .with("participantId", 1 + place)
                .with("teamId", place < 5 ? BLUE : RED)
                .with("win", place < 5)
                .toString();
    }

    private static String team(int id, boolean win) {
        FakeJson objectives = FakeJson.object();
        for (String name : OBJECTIVES.split(" ", -1)) {
            objectives.raw(name, "{\"first\":false,\"kills\":0}");
        }
        return FakeJson.object()
                .raw("bans", "[]")
                .raw("objectives", objectives.toString())
                .with("teamId", id)
                .with("win", win)
                .toString();
    }
}
