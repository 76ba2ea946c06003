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
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws all people from a tournament, also from its waitlist, and closes registration. It can be undone.
 *
 * @param tournament the tournament
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "reset-registration",
        path = "/tournaments/{tournament}/reset-registration",
        summary = "Withdraws all people from a tournament and closes registration. It can be undone.")
public record ResetRegistration(String tournament, @Nullable String confirm) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        return run.plan(confirm, state -> {
            Tournament before = state.tournament(tournament);
            EntryList entries = state.entries(before);
            List<StateChange> changes = new ArrayList<>();
            Tournament closed = before.registration(before.registration().by(Window.ByHand.CLOSED));
            if (!before.equals(closed)) {
                changes.add(new StateChange.OfTournament(before, closed));
            }
            for (Entry entry : entries) {
                changes.add(new StateChange.OfEntry(entry, null));
            }
            return new CommandRun.Planned("Reset of registration of " + before.name(), changes);
        });
    }
}
