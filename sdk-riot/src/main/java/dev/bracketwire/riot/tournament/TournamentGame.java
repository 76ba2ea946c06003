// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tournament;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A game that was played by a code. */
public record TournamentGame(
        long startTime,
        List<Player> winningTeam,
        List<Player> losingTeam,
        String shortCode,
        @JsonProperty("metaData") @Nullable String metadata,
        long gameId,
        String gameName,
        String gameType,
        int gameMap,
        String gameMode,
        String region,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public TournamentGame {
        winningTeam = ImmutablePayload.list(winningTeam);
        losingTeam = ImmutablePayload.list(losingTeam);
        more = ImmutablePayload.more(more);
    }

    /** When it began. */
    public Instant date() {
        return Instant.ofEpochMilli(startTime);
    }

    /** A player of a team. */
    public record Player(
            Puuid puuid, @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Player {
            more = ImmutablePayload.more(more);
        }
    }
}
