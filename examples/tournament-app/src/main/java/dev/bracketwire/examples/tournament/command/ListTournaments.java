// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.ArrayList;
import java.util.List;

/** Lists all tournaments. */
@Operation(name = "tournaments", method = "GET", path = "/tournaments", summary = "Lists all tournaments.")
public record ListTournaments() implements Command {
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
        List<TournamentView> all = run.read(state -> {
            List<TournamentView> views = new ArrayList<>();
            for (Tournament tournament : state.tournaments()) {
                views.add(TournamentView.of(state.entries(tournament), run.now()));
            }
            return views;
        });
        return run.done(all.size() + " tournaments", new Tournaments(all));
    }

    /**
     * All tournaments.
     *
     * @param tournaments the tournaments by name
     */
    public record Tournaments(List<TournamentView> tournaments) {}
}
