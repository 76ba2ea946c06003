// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.speedgaming.PersonMerge;

/**
 * Merges a player of the schedule into another one: the matches of the first go to the second. It can be undone.
 *
 * @param tournament a tournament in which the first player has a match
 * @param from the number of the player that goes
 * @param into the number of the player that stays
 */
@Operation(
        name = "merge-persons",
        path = "/tournaments/{tournament}/players/{from}/merge",
        summary = "Merges a player of the schedule into another one. It can be undone.")
public record MergePersons(String tournament, long from, long into) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        desk.insistOnRights(run, tournament, from);
        PersonMerge merge = desk.get(run, imports -> imports.people().merge(from, into, ScheduleDesk.actor(run)));
        return desk.kept(
                run,
                tournament,
                "merged the player " + from + " into " + into,
                run.done("Both are one person now. Undo it by the number " + merge.id() + ".", new Merged(merge.id())));
    }

    /**
     * A merge.
     *
     * @param merge the number, by which it is undone
     */
    public record Merged(long merge) {}
}
