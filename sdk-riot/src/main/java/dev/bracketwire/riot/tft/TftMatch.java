// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tft;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bracketwire.riot.MatchId;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A game of TFT that is over.
 *
 * @param metadata which, and who
 * @param info what happened
 * @param more what else Riot tells
 */
public record TftMatch(
        Metadata metadata,
        Info info,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public TftMatch {
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
            @JsonProperty("data_version") String dataVersion,
            @JsonProperty("match_id") String matchId,
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
     * @param gameId its number
     * @param gameDatetime when it was over, in milliseconds
     * @param gameLength in seconds
     * @param gameVersion as the client writes it; sometimes a text that is no version
     * @param gameVariation of old
     * @param mapId where it was played
     * @param participants who played, in no order
     * @param queueId 1100 if it was ranked
     * @param queue the same, in newer matches
     * @param tftGameType such as {@code standard} or {@code pairs}
     * @param tftSetCoreName the name of the set
     * @param tftSetNumber the number of the set
     * @param more what else Riot tells
     */
    public record Info(
            @Nullable String endOfGameResult,
            @Nullable Long gameCreation,
            @Nullable Long gameId,
            @JsonProperty("game_datetime") long gameDatetime,
            @JsonProperty("game_length") double gameLength,
            @JsonProperty("game_version") String gameVersion,
            @JsonProperty("game_variation") @Nullable String gameVariation,
            @Nullable Long mapId,
            List<Participant> participants,
            @JsonProperty("queue_id") int queueId,
            @JsonProperty("queueId") @Nullable Integer queue,
            @JsonProperty("tft_game_type") @Nullable String tftGameType,
            @JsonProperty("tft_set_core_name") @Nullable String tftSetCoreName,
            @JsonProperty("tft_set_number") int tftSetNumber,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Info {
            participants = ImmutablePayload.list(participants);
            more = ImmutablePayload.more(more);
        }

        /** When it was over. */
        public Instant date() {
            return Instant.ofEpochMilli(gameDatetime);
        }

        /** How long it was. */
        public Duration length() {
            return Duration.ofMillis(Math.round(gameLength * 1000));
        }
    }

    /**
     * How somebody fared. Who played together in Double Up is told by {@code partnerGroupId} alone, and not always.
     *
     * @param companion the little one on the board
     * @param goldLeft what was not spent
     * @param lastRound the last round played, counted through
     * @param level reached
     * @param placement 1 for the winner
     * @param playersEliminated by this one
     * @param puuid who; {@code BOT} is nobody
     * @param riotIdGameName the name as it was then
     * @param riotIdTagline the tag as it was then
     * @param timeEliminated after how many seconds
     * @param totalDamageToPlayers null where Riot left it out
     * @param traits what the units had in common
     * @param units what stood on the board at the end, empty where Riot left it out
     * @param win null in older matches
     * @param augments chosen; none since Riot stopped to tell
     * @param partnerGroupId the same for two who play together
     * @param missions counts of all kinds
     * @param skillTree of revivals
     * @param pveScore of games against nobody
     * @param pveWonrun of games against nobody
     * @param more what else Riot tells
     */
    public record Participant(
            Companion companion,
            @JsonProperty("gold_left") int goldLeft,
            @JsonProperty("last_round") int lastRound,
            int level,
            int placement,
            @JsonProperty("players_eliminated") int playersEliminated,
            String puuid,
            @Nullable String riotIdGameName,
            @Nullable String riotIdTagline,
            @JsonProperty("time_eliminated") double timeEliminated,

            @JsonProperty("total_damage_to_players") @Nullable
            Integer totalDamageToPlayers,

            List<Trait> traits,
            List<Unit> units,
            @Nullable Boolean win,
            List<String> augments,
            @JsonProperty("partner_group_id") @Nullable Integer partnerGroupId,
            Map<String, Integer> missions,
            @JsonProperty("skill_tree") Map<String, Integer> skillTree,
            @JsonProperty("pve_score") @Nullable Integer pveScore,
            @JsonProperty("pve_wonrun") @Nullable Boolean pveWonrun,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Participant {
            traits = ImmutablePayload.list(traits);
            units = ImmutablePayload.list(units);
            augments = ImmutablePayload.list(augments);
            missions = ImmutablePayload.map(missions);
            skillTree = ImmutablePayload.map(skillTree);
            more = ImmutablePayload.more(more);
        }
    }

    /** The little one on the board. */
    public record Companion(
            @JsonProperty("content_ID") String contentId,
            @JsonProperty("item_ID") int itemId,
            @JsonProperty("skin_ID") int skinId,
            String species,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Companion {
            more = ImmutablePayload.more(more);
        }
    }

    /**
     * What units had in common.
     *
     * @param name such as {@code TFT9_Piltover}
     * @param numUnits how many had it
     * @param style from 0, no effect, to the highest
     * @param tierCurrent the step reached
     * @param tierTotal how many steps there are
     * @param more what else Riot tells
     */
    public record Trait(
            String name,
            @JsonProperty("num_units") int numUnits,
            @Nullable Integer style,
            @JsonProperty("tier_current") int tierCurrent,
            @JsonProperty("tier_total") @Nullable Integer tierTotal,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Trait {
            more = ImmutablePayload.more(more);
        }
    }

    /**
     * What stood on a board.
     *
     * @param items by number, in older matches
     * @param characterId such as {@code TFT9_Jinx}
     * @param itemNames such as {@code TFT_Item_InfinityEdge}
     * @param chosen of old sets
     * @param name often empty
     * @param rarity how rare
     * @param tier the stars
     * @param more what else Riot tells
     */
    public record Unit(
            List<Integer> items,
            @JsonProperty("character_id") String characterId,
            List<String> itemNames,
            @Nullable String chosen,
            String name,
            int rarity,
            int tier,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Unit {
            items = ImmutablePayload.list(items);
            itemNames = ImmutablePayload.list(itemNames);
            more = ImmutablePayload.more(more);
        }
    }
}
