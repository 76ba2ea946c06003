// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows a tournament with the public list of its players. It holds names only.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "show",
        method = "GET",
        path = "/tournaments/{tournament}",
        summary = "Shows a tournament and the public list of its players.")
public record ShowTournament(String tournament) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.PUBLIC;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        PublicTournament shown = run.read(state -> {
            EntryList entries = state.entries(state.tournament(tournament));
            Map<String, Person> people = state.people();
            List<PublicPlayer> players = new ArrayList<>();
            for (Entry entry : entries) {
                Person person = people.get(entry.person());
                players.add(new PublicPlayer(
                        person == null ? "erased" : person.name(),
                        entry.team(),
                        entry.registered(),
                        entry.checkedIn() != null));
            }
            return new PublicTournament(TournamentView.of(entries, run.now()), players);
        });
        return run.done(
                shown.tournament.name() + ": " + shown.tournament.registered() + " of " + shown.tournament.capacity()
                        + " places taken, " + shown.tournament.waiting() + " waiting, registration "
                        + (shown.tournament.registration().open() ? "open" : "closed") + ", check-in "
                        + (shown.tournament.checkIn().open() ? "open" : "closed"),
                shown);
    }

    /**
     * A tournament with its players.
     *
     * @param tournament the tournament
     * @param players the players, earliest first
     */
    public record PublicTournament(TournamentView tournament, List<PublicPlayer> players) {}

    /**
     * A player as everybody may see it.
     *
     * @param name the name
     * @param team the team; null if there is none
     * @param registered whether the player has a place, and does not wait
     * @param checkedIn whether the player has checked in
     */
    public record PublicPlayer(String name, @Nullable String team, boolean registered, boolean checkedIn) {}
}
