// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Tournament;

/**
 * Shows the settings of a tournament.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "settings",
        method = "GET",
        path = "/tournaments/{tournament}/settings",
        summary = "Shows the settings of a tournament.")
public record ShowSettings(String tournament) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.VIEWER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        Tournament settings = run.read(state -> state.tournament(tournament));
        return run.done(settings.name(), settings);
    }
}
