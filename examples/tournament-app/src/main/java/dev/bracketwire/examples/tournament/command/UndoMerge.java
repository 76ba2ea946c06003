// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.speedgaming.PersonMerge;

/**
 * Undoes a merge of two players of the schedule. What came later stays with the one that stood for both.
 *
 * @param tournament a tournament in which that player has a match
 * @param merge the number of the merge
 */
@Operation(
        name = "undo-merge",
        path = "/tournaments/{tournament}/merges/{merge}/undo",
        summary = "Undoes a merge of two players of the schedule.")
public record UndoMerge(String tournament, long merge) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        PersonMerge found = desk.get(run, imports -> imports.people().merges()).stream()
                .filter(each -> each.id() == merge)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND, "There is no merge " + merge + ". Look at the suggestions for the merges."));
        if (found.undoneAt() != null) {
            throw new Refusal(Reason.CONFLICT, "The merge " + merge + " was undone already.");
        }
        desk.insistOnRights(run, tournament, found.into());
        desk.get(run, imports -> imports.people().undo(merge, ScheduleDesk.actor(run)));
        return desk.kept(
                run,
                tournament,
                "undid the merge " + merge,
                run.done("They are two persons again, as before the merge."));
    }
}
