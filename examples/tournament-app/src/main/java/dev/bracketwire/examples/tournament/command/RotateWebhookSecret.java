// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the secret of a webhook. For some hours requests carry a signature by each, so that the receiver can change it
 * meanwhile.
 *
 * @param webhook the webhook
 * @param hours the hours for which the old secret signs too; null for 24
 */
@Operation(
        name = "rotate-secret",
        path = "/webhooks/{webhook}/secret",
        summary = "Replaces the secret of a webhook. The new one is shown this once.")
public record RotateWebhookSecret(String webhook, @Nullable Integer hours) implements Command {
    private static final int LONGEST = 24 * 30;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        run.webhooks().requireKeys();
        int both = hours == null ? 24 : hours;
        if (both < 0 || both > LONGEST) {
            throw new Refusal(Answer.Reason.INVALID, "hours must be 0 to " + LONGEST + ", not " + both + ".");
        }
        String secret = run.webhooks()
                .get(run, hooks -> hooks.rotateSecret(webhook, Duration.ofHours(both)))
                .reveal();
        WebhookView shown = WebhookView.of(run.webhooks().get(run, hooks -> hooks.subscription(webhook)));
        return run.webhooks()
                .kept(
                        run,
                        "replaced the secret of the webhook " + webhook,
                        run.done(
                                "The secret is replaced. Give the new one to the receiver"
                                        + (both == 0 ? "" : " within " + both + " hours")
                                        + ": it is not shown again.",
                                new WebhookView.WithSecret(shown, secret)));
    }
}
