// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Players who are ranked together.
 *
 * @param leagueId null where nobody is in it, as at the beginning of a season
 * @param entries the players, in no order
 * @param tier such as {@code CHALLENGER}
 * @param name null as the id
 * @param queue null as the id
 * @param more what else Riot tells
 */
public record League(
        @Nullable String leagueId,
        List<Entry> entries,
        String tier,
        @Nullable String name,
        @Nullable String queue,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public League {
        entries = ImmutablePayload.list(entries);
        more = ImmutablePayload.more(more);
    }

    /** A player of a league. */
    public record Entry(
            boolean freshBlood,
            int wins,
            @Nullable Series miniSeries,
            boolean inactive,
            boolean veteran,
            boolean hotStreak,
            String rank,
            int leaguePoints,
            int losses,
            Puuid puuid,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Entry {
            more = ImmutablePayload.more(more);
        }
    }

    /** Games for the next tier, as they were until 2024. */
    public record Series(
            int losses,
            String progress,
            int target,
            int wins,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Series {
            more = ImmutablePayload.more(more);
        }
    }
}
