// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.work.PortOutcome;
import dev.bracketwire.examples.tournament.work.RoleOutbox;
import org.jspecify.annotations.Nullable;

/**
 * Reports the outcome of a wish for roles that {@link TakeRoles} gave. Without a problem the roles are set. With one the
 * wish is due again later.
 *
 * @param mark the mark of the wish
 * @param problem the reason for which the roles were not set; null if they were
 * @param closed whether another attempt is useless, so that the wish is given up
 */
@Operation(
        name = "report-roles",
        path = "/outbox/roles/{mark}",
        summary = "Reports whether roles that a bot has taken were set.")
public record ReportRoles(String mark, @Nullable String problem, boolean closed) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        return run.writeWork(state -> run.done(
                RoleOutbox.report(state, mark, new PortOutcome(problem, closed))
                        ? "The outcome is kept."
                        : "The wish was renewed or is gone, so nothing is changed."));
    }
}
