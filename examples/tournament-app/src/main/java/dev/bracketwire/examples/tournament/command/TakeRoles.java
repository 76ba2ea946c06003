// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.work.RoleOutbox;
import dev.bracketwire.examples.tournament.work.RoleOutbox.DueRoles;
import java.util.List;

/**
 * Takes wishes for roles that are due, for a bot that sets them and reports each outcome by {@link ReportRoles}. They are
 * leased for a minute, and no second bot gets them in that time.
 *
 * @param most the largest number of wishes, up to 100
 */
@Operation(
        name = "take-roles",
        path = "/outbox/roles/take",
        summary = "Takes wishes for roles that are due, for a bot that sets them.")
public record TakeRoles(int most) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        int insisted = OutboxSize.insist(most);
        return run.writeWork(state -> {
            List<DueRoles> wishes = RoleOutbox.take(run.database(), state, insisted);
            return run.done(wishes.size() + " wishes for roles", new DueWishes(wishes));
        });
    }

    /**
     * Wishes for roles.
     *
     * @param wishes the wishes
     */
    public record DueWishes(List<DueRoles> wishes) {}
}
