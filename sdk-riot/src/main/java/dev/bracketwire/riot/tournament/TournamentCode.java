// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tournament;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A code by which players enter a lobby.
 *
 * @param metadata what the code was made with
 * @param more what else Riot tells
 */
public record TournamentCode(
        int id,
        int providerId,
        int tournamentId,
        String code,
        String region,
        String map,
        int teamSize,
        @Nullable String spectators,
        String pickType,
        String lobbyName,
        String password,
        @JsonProperty("metaData") String metadata,
        List<String> participants,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public TournamentCode {
        participants = ImmutablePayload.list(participants);
        more = ImmutablePayload.more(more);
    }

    /** Without the password and what it was made with. */
    @Override
    public String toString() {
        return "TournamentCode[" + code + "]";
    }
}
