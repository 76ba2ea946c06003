// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tft;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.League.Series;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a player is ranked in one queue. Hyper Roll has a rated tier and rating, the other queues tier, rank and points.
 *
 * @param puuid who
 * @param leagueId the league the player is in
 * @param queueType such as {@code RANKED_TFT}
 * @param ratedTier {@code ORANGE}, {@code PURPLE}, {@code BLUE}, {@code GREEN} or {@code GRAY} in Hyper Roll
 * @param ratedRating points in Hyper Roll
 * @param tier such as {@code GOLD}
 * @param rank {@code I} to {@code IV}
 * @param leaguePoints points within the rank
 * @param wins first places
 * @param losses all other places
 * @param hotStreak whether the last games were won
 * @param veteran whether here for long
 * @param freshBlood whether here since lately
 * @param inactive whether nothing was played
 * @param miniSeries of old
 * @param more what else Riot tells
 */
public record TftRank(
        @Nullable Puuid puuid,
        @Nullable String leagueId,
        String queueType,
        @Nullable String ratedTier,
        @Nullable Integer ratedRating,
        @Nullable String tier,
        @Nullable String rank,
        @Nullable Integer leaguePoints,
        int wins,
        int losses,
        @Nullable Boolean hotStreak,
        @Nullable Boolean veteran,
        @Nullable Boolean freshBlood,
        @Nullable Boolean inactive,
        @Nullable Series miniSeries,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public TftRank {
        more = ImmutablePayload.more(more);
    }

    /** The rank to compare with others; empty in Hyper Roll, which has ratings. */
    public Optional<Rank> asRank() {
        return tier == null
                ? Optional.empty()
                : Optional.of(Rank.of(tier, rank, leaguePoints == null ? 0 : leaguePoints));
    }
}
