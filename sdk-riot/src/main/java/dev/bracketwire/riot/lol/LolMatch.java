// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.MatchId;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.internal.ImmutablePayload;
import dev.bracketwire.riot.internal.NameReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A game of League of Legends that is over.
 *
 * @param metadata which, and who
 * @param info what happened
 * @param more what else Riot tells
 */
public record LolMatch(
        Metadata metadata,
        Info info,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public LolMatch {
        more = ImmutablePayload.more(more);
    }

    /** Which match. */
    public MatchId id() {
        return MatchId.parse(metadata.matchId);
    }

    /** How a player fared; empty if the player was not in it. */
    public Optional<Participant> of(Puuid player) {
        return info.participants.stream()
                .filter(each -> each.puuid.equals(player.value()))
                .findFirst();
    }

    /**
     * Which match, and who was in it.
     *
     * @param dataVersion of what form the answer is
     * @param matchId its id, as Riot writes it
     * @param participants the PUUIDs of all
     * @param more what else Riot tells
     */
    public record Metadata(
            String dataVersion,
            String matchId,
            List<String> participants,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Metadata {
            participants = ImmutablePayload.list(participants);
            more = ImmutablePayload.more(more);
        }
    }

    /**
     * What happened.
     *
     * @param endOfGameResult {@code GameComplete}, or why it ended early; null in older matches
     * @param gameCreation when players were brought together, in milliseconds
     * @param gameDuration in seconds; in matches before October 2021, which have no end, in milliseconds
     * @param gameEndTimestamp when it was over, in milliseconds
     * @param gameId its number
     * @param gameMode such as {@code CLASSIC}
     * @param gameName what Riot calls it
     * @param gameStartTimestamp when it began, in milliseconds
     * @param gameType such as {@code MATCHED_GAME}
     * @param gameVersion as the client writes it
     * @param mapId where it was played
     * @param participants who played
     * @param platformId on which platform
     * @param queueId 420 if it was ranked alone
     * @param teams both teams
     * @param tournamentCode of games of a tournament
     * @param gameModeMutators what was different
     * @param more what else Riot tells
     */
    public record Info(
            @Nullable String endOfGameResult,
            long gameCreation,
            long gameDuration,
            @Nullable Long gameEndTimestamp,
            long gameId,
            String gameMode,
            String gameName,
            long gameStartTimestamp,
            String gameType,
            String gameVersion,
            int mapId,
            List<Participant> participants,
            String platformId,
            int queueId,
            List<Team> teams,
            @Nullable String tournamentCode,
            List<String> gameModeMutators,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Info {
            participants = ImmutablePayload.list(participants);
            teams = ImmutablePayload.list(teams);
            gameModeMutators = ImmutablePayload.list(gameModeMutators);
            more = ImmutablePayload.more(more);
        }

        /** When it began. */
        public Instant date() {
            return Instant.ofEpochMilli(gameStartTimestamp);
        }

        /** How long it was. */
        public Duration length() {
            return gameEndTimestamp == null ? Duration.ofMillis(gameDuration) : Duration.ofSeconds(gameDuration);
        }
    }

    /**
     * How somebody fared. What is asked for less often, such as pings and challenges, is in {@code more}.
     *
     * @param puuid who; {@code BOT} is nobody
     * @param more what else Riot tells, as lists, maps, texts and numbers
     */
    public record Participant(
            int assists,
            int baronKills,
            int champExperience,
            int champLevel,
            int championId,
            String championName,
            int damageDealtToObjectives,
            int damageDealtToTurrets,
            int damageSelfMitigated,
            int deaths,
            int doubleKills,
            int dragonKills,
            boolean firstBloodKill,
            boolean firstTowerKill,
            int goldEarned,
            int goldSpent,
            int inhibitorKills,
            int item0,
            int item1,
            int item2,
            int item3,
            int item4,
            int item5,
            int item6,
            int killingSprees,
            int kills,
            int largestKillingSpree,
            int largestMultiKill,
            int magicDamageDealt,
            int magicDamageDealtToChampions,
            int magicDamageTaken,
            int neutralMinionsKilled,
            int nexusKills,
            int objectivesStolen,
            int participantId,
            int pentaKills,
            int physicalDamageDealt,
            int physicalDamageDealtToChampions,
            int physicalDamageTaken,
            @Nullable Integer placement,
            String puuid,
            int quadraKills,
            @Nullable String riotIdGameName,
            @Nullable String riotIdTagline,
            int summoner1Id,
            int summoner2Id,
            int summonerLevel,
            int teamId,
            String teamPosition,
            int timeCCingOthers,
            int timePlayed,
            int totalDamageDealt,
            int totalDamageDealtToChampions,
            int totalDamageTaken,
            int totalHeal,
            int totalMinionsKilled,
            int totalTimeCCDealt,
            int totalTimeSpentDead,
            int tripleKills,
            int trueDamageDealt,
            int trueDamageDealtToChampions,
            int trueDamageTaken,
            int turretKills,
            @Nullable Integer turretTakedowns,
            int visionScore,
            int wardsKilled,
            int wardsPlaced,
            boolean win,
            @Nullable String riotIdName,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Participant {
            more = ImmutablePayload.more(more);
        }

        /** The player's name as it was then: Riot keeps it in one of several places, and sometimes in none. */
        public Optional<RiotId> riotId() {
            return NameReader.of(
                    riotIdGameName == null || riotIdGameName.isEmpty() ? riotIdName : riotIdGameName, riotIdTagline);
        }
    }

    /** How a team fared. */
    public record Team(
            List<Ban> bans,
            Objectives objectives,
            int teamId,
            boolean win,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Team {
            bans = ImmutablePayload.list(bans);
            more = ImmutablePayload.more(more);
        }
    }

    /** A champion nobody could play. */
    public record Ban(
            int championId,
            int pickTurn,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Ban {
            more = ImmutablePayload.more(more);
        }
    }

    /** The objectives that a team took. */
    public record Objectives(
            Objective baron,
            Objective champion,
            Objective dragon,
            @Nullable Objective horde,
            Objective inhibitor,
            Objective riftHerald,
            Objective tower,
            @Nullable Objective atakhan,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Objectives {
            more = ImmutablePayload.more(more);
        }
    }

    /** How often a team took it, and whether first. */
    public record Objective(
            boolean first,
            int kills,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Objective {
            more = ImmutablePayload.more(more);
        }
    }
}
