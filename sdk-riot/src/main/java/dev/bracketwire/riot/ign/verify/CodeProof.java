// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.tournament.LobbyEvent;
import dev.bracketwire.riot.tournament.TournamentGame;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Takes it for a proof that the account joined a lobby by a tournament code that only the entrant was given. It is as good as
 * the code was kept: give each entrant one of their own.
 *
 * <pre>{@code
 * Proof proof = CodeProof.of(riot, code);
 * }</pre>
 */
public final class CodeProof implements Proof {
    private final Participants participants;

    private CodeProof(Participants participants) {
        this.participants = participants;
    }

    /** Asks Riot who was in the lobby of the code, and who played by it. */
    public static CodeProof of(Riot riot, String code) {
        Call<List<LobbyEvent>> lobby = orNone(riot.tournaments().lobby(code));
        Call<List<TournamentGame>> games = orNone(riot.tournaments().games(code));
        return of(() -> lobby.then(events -> games.map(played -> Stream.concat(
                        events.stream().map(LobbyEvent::puuid).filter(Objects::nonNull),
                        played.stream()
                                .flatMap(game -> Stream.concat(game.winningTeam().stream(), game.losingTeam().stream()))
                                .map(TournamentGame.Player::puuid))
                .toList())));
    }

    // Before anybody is there, Riot may know nothing of it.
    private static <T> Call<List<T>> orNone(Call<List<T>> asked) {
        return asked.orElse((failure, last) -> {
            if (failure instanceof NotFoundException) {
                return List.of();
            }
            throw failure;
        });
    }

    /**
     * Asks who has joined by the code, such as by the lobby's events, or the games that were played by it.
     *
     * @param participants asked at each look
     */
    public static CodeProof of(Participants participants) {
        return new CodeProof(Objects.requireNonNull(participants, "participants"));
    }

    @Override
    public String kind() {
        return "code";
    }

    @Override
    public Call<Proven> check(Puuid puuid) {
        return participants
                .joined()
                .map(joined -> joined.contains(puuid)
                        ? Proven.passed()
                        : Proven.undecided("the account has not joined by this code yet"));
    }

    /** Knows who has joined by a tournament code. */
    @FunctionalInterface
    public interface Participants {
        /** Who has joined so far. */
        Call<? extends Collection<Puuid>> joined();
    }
}
