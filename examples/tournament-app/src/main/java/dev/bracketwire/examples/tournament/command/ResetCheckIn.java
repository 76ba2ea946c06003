// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back all check-ins of a tournament, and changes nothing else. It can be undone.
 *
 * @param tournament the tournament
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "reset-check-in",
        path = "/tournaments/{tournament}/reset-check-in",
        summary = "Takes back all check-ins of a tournament. It can be undone.")
public record ResetCheckIn(String tournament, @Nullable String confirm) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        return run.plan(confirm, state -> {
            Tournament settings = state.tournament(tournament);
            List<StateChange> changes = state.entries(settings).registered().stream()
                    .filter(entry -> entry.checkedIn() != null)
                    .map(entry -> (StateChange) new StateChange.OfEntry(entry, entry.checkedIn(null)))
                    .toList();
            return new CommandRun.Planned("Reset of check-in of " + settings.name(), changes);
        });
    }
}
