// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.speedgaming.Person;

/**
 * Links a player of the schedule to a person of the application, who then gets the notices. A player that the person has
 * already is merged with it.
 *
 * @param tournament a tournament in which the player has a match
 * @param player the number of the player
 * @param person the person
 */
@Operation(
        name = "link-person",
        path = "/tournaments/{tournament}/players/{player}/link",
        summary = "Links a player of the schedule to a person of the application.")
public record LinkPerson(String tournament, long player, String person) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        String name = run.read(state -> state.person(person)).name();
        desk.insistOnRights(run, tournament, player);
        Person linked = desk.get(run, imports -> imports.people().link(player, person, ScheduleDesk.actor(run)));
        return desk.kept(
                run,
                tournament,
                "linked the player " + player + " to {" + person + "}",
                run.done("The player is " + name + " from now on.", ShowSuggestions.PersonView.of(linked)));
    }
}
