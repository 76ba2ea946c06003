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
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Creates a tournament whose registration is closed. The organisation is created with its first tournament.
 *
 * @param id the id in addresses: small letters, digits and hyphens
 * @param organisation the id of the organisation
 * @param name the name
 * @param capacity the number of places
 * @param teamSize the number of players in a team; 1 for none
 */
@Operation(name = "create", path = "/tournaments", summary = "Creates a tournament.")
public record CreateTournament(String id, String organisation, String name, int capacity, int teamSize)
        implements Command {
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        for (String text : List.of(id, organisation)) {
            if (!ID.matcher(text).matches()) {
                throw new Refusal(
                        Reason.INVALID, "An id has 1 to 40 small letters, digits and hyphens, such as spring-cup.");
            }
        }
        Tournament created = new Tournament(
                id, organisation, name.strip(), capacity, teamSize, 0, Window.CLOSED, Window.CLOSED, null, null);
        ChangeSettings.check(created, new EntryList(created, List.of()));
        return run.write("created " + id, state -> {
            if (state.findTournament(id).isPresent()) {
                throw new Refusal(Reason.CONFLICT, "There is a tournament " + id + " already. Choose another id.");
            }
            state.sql()
                    .update(
                            "INSERT INTO ${organisations} (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                            organisation,
                            organisation);
            state.apply(new StateChange.OfTournament(null, created));
            return run.done(created.name() + " is created. Open its registration when it is ready.", created);
        });
    }
}
