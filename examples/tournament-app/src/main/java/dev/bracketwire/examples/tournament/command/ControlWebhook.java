// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.webhooks.Subscription;

/**
 * Pauses a webhook, or resumes one that is paused or disabled. While it is paused its events are queued; while it is
 * disabled they are not.
 *
 * @param webhook the webhook
 * @param action the action on it
 */
@Operation(
        name = "webhook",
        path = "/webhooks/{webhook}/{action}",
        summary = "Pauses a webhook, or resumes one that is paused or disabled.")
public record ControlWebhook(String webhook, Action action) implements Command {
    /** An action on a webhook. */
    public enum Action {
        /** Queues its events and sends none. */
        PAUSE,
        /** Sends them again. */
        RESUME
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        boolean pause = action == Action.PAUSE;
        Subscription after = run.webhooks()
                .get(run, hooks -> pause ? hooks.pause(webhook, "paused by an admin") : hooks.resume(webhook));
        return run.webhooks()
                .kept(
                        run,
                        (pause ? "paused" : "resumed") + " the webhook " + webhook,
                        run.done(
                                pause
                                        ? "The webhook is paused. Its events are queued until it is resumed."
                                        : "The webhook is active. What is queued for it is sent.",
                                WebhookView.of(after)));
    }
}
