// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;

/**
 * Shows a shell command that sends the event of a delivery by curl, with a signature that is valid for five minutes.
 *
 * @param delivery the number of the delivery
 */
@Operation(
        name = "curl",
        method = "GET",
        path = "/deliveries/{delivery}/curl",
        summary = "Shows a shell command that sends a delivery by curl.")
public record ShowCurl(long delivery) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        run.webhooks().requireKeys();
        return run.done(
                "The signature is valid for five minutes.",
                new Shell(run.webhooks().get(run, hooks -> hooks.curl(delivery))));
    }

    /**
     * A command.
     *
     * @param command the command
     */
    public record Shell(String command) {}
}
