// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Runs a command that a refusal offered to the caller.
 *
 * @param answer the id of the refusal
 * @param number the number of the choice
 */
@Operation(name = "choose", path = "/choices/{answer}", summary = "Runs a choice that a refusal offered.")
public record Choose(String answer, int number) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.SIGNED_IN;
    }

    @Override
    public Answer run(CommandRun run) throws SQLException {
        Command chosen = run.read(state -> state.sql()
                        .find(
                                "SELECT command, command_json FROM ${choices} WHERE answer = ? AND number = ? AND person = ?",
                                row -> AppJson.read(
                                        row.getString("command_json"),
                                        Objects.requireNonNull(Commands.all().get(row.getString("command")))),
                                answer,
                                number,
                                run.person()))
                .orElseThrow(
                        () -> new Refusal(Reason.NOT_FOUND, "This choice is not yours, or it is gone. Start again."));
        return run.instead(chosen);
    }
}
