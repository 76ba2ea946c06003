// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A game that is played now.
 *
 * @param gameId its number
 * @param gameType such as {@code MATCHED}
 * @param gameStartTime in milliseconds; 0 before it began
 * @param mapId where it is played
 * @param gameLength for how many seconds
 * @param platformId on which platform
 * @param gameMode such as {@code TFT}
 * @param bannedChampions who may not be played
 * @param gameQueueConfigId null in custom games
 * @param observers what spectators need
 * @param participants who plays
 * @param more what else Riot tells
 */
public record LiveGame(
        long gameId,
        String gameType,
        long gameStartTime,
        long mapId,
        long gameLength,
        String platformId,
        String gameMode,
        List<Ban> bannedChampions,
        @Nullable Long gameQueueConfigId,
        Observers observers,
        List<Player> participants,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public LiveGame {
        bannedChampions = ImmutablePayload.list(bannedChampions);
        participants = ImmutablePayload.list(participants);
        more = ImmutablePayload.more(more);
    }

    /** A champion nobody may play. */
    public record Ban(
            int pickTurn,
            long championId,
            long teamId,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Ban {
            more = ImmutablePayload.more(more);
        }
    }

    /** What a spectator needs. */
    public record Observers(
            String encryptionKey,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Observers {
            more = ImmutablePayload.more(more);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Observers[…]";
        }
    }

    /**
     * Who plays.
     *
     * @param championId played with
     * @param perks null in TFT
     * @param profileIconId the picture
     * @param bot null in TFT
     * @param teamId 100 or 200
     * @param puuid null where the player hides from spectators
     * @param spell1Id the first spell
     * @param spell2Id the second spell
     * @param gameCustomizationObjects what the game was told of the player
     * @param riotId as {@code Ann#EUW}
     * @param more what else Riot tells
     */
    public record Player(
            long championId,
            @Nullable Perks perks,
            long profileIconId,
            @Nullable Boolean bot,
            long teamId,
            @Nullable Puuid puuid,
            long spell1Id,
            long spell2Id,
            List<Customization> gameCustomizationObjects,
            @Nullable String riotId,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Player {
            gameCustomizationObjects = ImmutablePayload.list(gameCustomizationObjects);
            more = ImmutablePayload.more(more);
        }
    }

    /** What a player chose before the game. */
    public record Perks(
            List<Long> perkIds,
            long perkStyle,
            long perkSubStyle,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Perks {
            perkIds = ImmutablePayload.list(perkIds);
            more = ImmutablePayload.more(more);
        }
    }

    /** What the game was told of a player. */
    public record Customization(
            String category,
            String content,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Customization {
            more = ImmutablePayload.more(more);
        }
    }
}
