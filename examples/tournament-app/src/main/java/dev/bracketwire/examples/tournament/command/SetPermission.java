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
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.StateChange;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Grants a permission to a person, or revokes it. It acts at once, also on pages that are open.
 *
 * @param tournament the tournament; null for all of an organisation, or for everything
 * @param organisation the organisation, for all its tournaments; null for everything or for one tournament
 * @param person the person
 * @param level viewer, organiser or admin; null to revoke
 */
@Operation(
        name = "permission",
        method = "PUT",
        path = "/people/{person}/permission",
        summary = "Grants a permission to a person, or revokes it.")
public record SetPermission(
        @Nullable String tournament,
        @Nullable String organisation,
        String person,
        @Nullable Permission level) implements Command {
    /** Grants a permission for one tournament, or for everything if it is null. */
    public SetPermission(@Nullable String tournament, String person, @Nullable Permission level) {
        this(tournament, null, person, level);
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        if (level != null && !level.includes(Permission.VIEWER)) {
            throw new Refusal(Reason.INVALID, "The level must be VIEWER, ORGANISER or ADMIN. Leave it out to revoke.");
        }
        if (tournament != null && organisation != null) {
            throw new Refusal(Reason.INVALID, "Name a tournament or an organisation, not both.");
        }
        String scope = tournament != null
                ? Grant.ofTournament(tournament)
                : organisation != null ? Grant.ofOrganisation(organisation) : Grant.EVERYTHING;
        return run.write("set the permission of {" + person + "}", state -> {
            String name = state.person(person).name();
            if (tournament != null) {
                state.tournament(tournament);
            }
            Grant before = state.findGrant(person, scope).orElse(null);
            Grant after = level == null ? null : new Grant(person, scope, level);
            if (!Objects.equals(before, after)) {
                state.apply(new StateChange.OfGrant(before, after));
            }
            return run.done(name
                    + (level == null
                            ? " has no permission"
                            : " is " + level.name().toLowerCase(Locale.ROOT))
                    + " for "
                    + (scope.equals(Grant.EVERYTHING) ? "everything" : scope.substring(scope.indexOf(':') + 1))
                    + (after == null ? " any more." : " now."));
        });
    }
}
