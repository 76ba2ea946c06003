// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.webhooks.DeliveryAttempt;

/**
 * Sends a signed test event to a webhook at once, also if it is paused or disabled, and shows the reply.
 *
 * @param webhook the webhook
 */
@Operation(
        name = "test-webhook",
        path = "/webhooks/{webhook}/test",
        summary = "Sends a test event to a webhook and shows the reply.")
public record SendTestEvent(String webhook) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        run.webhooks().requireKeys();
        DeliveryAttempt attempt = run.webhooks().get(run, hooks -> hooks.test(webhook));
        AttemptView shown = AttemptView.of(attempt);
        return run.webhooks()
                .kept(
                        run,
                        "sent a test event to the webhook " + webhook,
                        run.done(
                                attempt.succeeded()
                                        ? "The receiver took the test event: status " + attempt.status() + " after "
                                                + shown.tookMillis() + " ms."
                                        : "The receiver did not take the test event: " + attempt.error() + ".",
                                shown));
    }
}
