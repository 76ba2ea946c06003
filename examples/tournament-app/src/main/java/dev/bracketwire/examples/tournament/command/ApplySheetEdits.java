// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.work.SheetDesk;
import org.jspecify.annotations.Nullable;

/**
 * Applies the edits that people made in the sheet to the tournament. They are shown as a plan first.
 *
 * @param tournament the tournament
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "apply-sheet-edits",
        path = "/tournaments/{tournament}/sheet-edits",
        summary = "Applies the edits that people made in the sheet to the tournament.")
public record ApplySheetEdits(String tournament, @Nullable String confirm) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        return SheetDesk.plan(run, tournament, confirm);
    }
}
