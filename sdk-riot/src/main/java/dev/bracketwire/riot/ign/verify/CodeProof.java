// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Puuid;
import java.util.Collection;
import java.util.Objects;

/**
 * Takes it for a proof that the account joined a lobby by a tournament code that only the entrant was given. It is as good as
 * the code was kept: give each entrant one of their own.
 *
 * <pre>{@code
 * Proof proof = CodeProof.of(() -> lobby.participants(code));
 * }</pre>
 */
public final class CodeProof implements Proof {
    private final Participants participants;

    private CodeProof(Participants participants) {
        this.participants = participants;
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
