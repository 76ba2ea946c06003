// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.TournamentApp;
import org.jspecify.annotations.Nullable;

/** Takes commands of Discord accounts: an application in this process, or a remote one that trusts this bot. */
public interface AccountDesk {
    /**
     * Returns a call that carries the command out for the account, and stores the current name of the account.
     *
     * @param account the account; null for a visitor, which may see public data only
     */
    Call<Answer> run(Command command, @Nullable DiscordAccount account);

    /** Returns the desk of an application in this process. */
    static AccountDesk of(TournamentApp app) {
        return (command, account) -> account == null
                ? app.run(command, Caller.visitor(Face.DISCORD))
                : app.personOfDiscord(account.id(), account.name())
                        .then(person -> app.run(command, Caller.of(person.id(), Face.DISCORD)));
    }
}
