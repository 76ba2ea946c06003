// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.ScheduleLink;

/**
 * Disables the schedule of a tournament: nothing is imported any more. The matches stay as they are.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "disable-schedule",
        method = "DELETE",
        path = "/tournaments/{tournament}/schedule",
        summary = "Stops the import of a schedule. The matches stay as they are.")
public record DisableSchedule(String tournament) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        boolean was = desk.get(run, imports -> imports.disable(link.slug()));
        if (!was && !link.enabled()) {
            return run.done("The schedule of " + tournament + " was not imported. Nothing has changed.");
        }
        return desk.kept(
                run,
                tournament,
                "disabled the schedule " + link.slug(),
                run.done("The schedule " + link.slug() + " is not imported any more. Its matches stay as they are."),
                state -> new ScheduleLink(tournament, link.slug(), false, link.channel(), link.crewChannel())
                        .store(state));
    }
}
