// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

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
 * How a player is ranked in one queue.
 *
 * @param leagueId the league the player is in
 * @param puuid who
 * @param queueType such as {@code RANKED_SOLO_5x5}
 * @param tier such as {@code GOLD}
 * @param rank {@code I} to {@code IV}
 * @param leaguePoints points within the rank
 * @param wins games won
 * @param losses games lost
 * @param hotStreak whether the last games were won
 * @param veteran whether here for long
 * @param freshBlood whether here since lately
 * @param inactive whether nothing was played
 * @param miniSeries of old
 * @param more what else Riot tells
 */
public record LolRank(
        @Nullable String leagueId,
        Puuid puuid,
        String queueType,
        @Nullable String tier,
        @Nullable String rank,
        int leaguePoints,
        int wins,
        int losses,
        boolean hotStreak,
        boolean veteran,
        boolean freshBlood,
        boolean inactive,
        @Nullable Series miniSeries,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public LolRank {
        more = ImmutablePayload.more(more);
    }

    /** The rank to compare with others; empty where Riot names no tier. */
    public Optional<Rank> asRank() {
        return tier == null ? Optional.empty() : Optional.of(Rank.of(tier, rank, leaguePoints));
    }
}
