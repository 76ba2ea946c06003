// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.work.SheetDesk;
import dev.bracketwire.examples.tournament.work.SheetFollower.SheetView;

/**
 * Shows the state of the sheet of a tournament: its problems, its last read, and the edits by hand that wait for a
 * decision.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "sheet",
        method = "GET",
        path = "/tournaments/{tournament}/sheet",
        summary = "Shows the state of the sheet and the edits that people made in it.")
public record ShowSheet(String tournament) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        SheetView view = SheetDesk.view(run, tournament);
        return run.done(view.sentence(), view);
    }
}
