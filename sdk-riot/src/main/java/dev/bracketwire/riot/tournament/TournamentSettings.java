// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tournament;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bracketwire.riot.Puuid;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How games are played that begin with a code. Immutable; begin with {@link #of(int)}.
 *
 * <pre>{@code
 * TournamentSettings five = TournamentSettings.of(5).pick("TOURNAMENT_DRAFT").spectators("LOBBYONLY");
 * }</pre>
 *
 * @param allowedParticipants who may enter, of both teams; null for everybody
 * @param metadata a text that comes back with each result
 * @param teamSize 1 to 5
 * @param pickType {@code BLIND_PICK}, {@code DRAFT_MODE}, {@code ALL_RANDOM} or {@code TOURNAMENT_DRAFT}
 * @param mapType {@code SUMMONERS_RIFT} or {@code HOWLING_ABYSS}
 * @param spectatorType {@code NONE}, {@code LOBBYONLY} or {@code ALL}
 * @param enoughPlayers whether Riot checks that enough may enter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TournamentSettings(
        @Nullable List<Puuid> allowedParticipants,
        @Nullable String metadata,
        int teamSize,
        String pickType,
        String mapType,
        String spectatorType,
        boolean enoughPlayers) {
    private static final int LARGEST = 5;

    /** Checks the size of teams, which is all that does not change. */
    public TournamentSettings {
        if (teamSize < 1 || teamSize > LARGEST) {
            throw new IllegalArgumentException("teamSize must be from 1 to 5, not " + teamSize);
        }
        allowedParticipants = allowedParticipants == null ? null : List.copyOf(allowedParticipants);
    }

    /** Teams of this size draft on Summoner's Rift, and all may watch. */
    public static TournamentSettings of(int teamSize) {
        return new TournamentSettings(null, null, teamSize, "TOURNAMENT_DRAFT", "SUMMONERS_RIFT", "ALL", false);
    }

    /** Sets how champions are picked. */
    public TournamentSettings pick(String type) {
        return with(allowedParticipants, metadata, Objects.requireNonNull(type, "type"), mapType, spectatorType);
    }

    /** Sets where it is played. */
    public TournamentSettings map(String type) {
        return with(allowedParticipants, metadata, pickType, Objects.requireNonNull(type, "type"), spectatorType);
    }

    /** Sets who may watch. */
    public TournamentSettings spectators(String type) {
        return with(allowedParticipants, metadata, pickType, mapType, Objects.requireNonNull(type, "type"));
    }

    /** Sets what comes back with each result. */
    public TournamentSettings metadata(String text) {
        return with(allowedParticipants, Objects.requireNonNull(text, "text"), pickType, mapType, spectatorType);
    }

    /** Lets these enter and nobody else. Where Riot answers 500 to it, make an open code and look who played. */
    public TournamentSettings allow(List<Puuid> players) {
        return with(List.copyOf(players), metadata, pickType, mapType, spectatorType);
    }

    private TournamentSettings with(
            @Nullable List<Puuid> allowed, @Nullable String text, String pick, String map, String spectators) {
        return new TournamentSettings(
                allowed, text, teamSize, pick, map, spectators, allowed != null && allowed.size() >= 2 * teamSize);
    }
}
