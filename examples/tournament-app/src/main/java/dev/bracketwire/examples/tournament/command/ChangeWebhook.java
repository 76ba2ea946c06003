// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.webhooks.Subscription;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Changes a webhook, also for what is queued for it. What is null stays as it is.
 *
 * @param webhook the webhook
 * @param url the address
 * @param types the types of events, separated by commas; empty for all
 * @param ordered whether the events of one tournament wait for each other
 * @param rate the most requests a second; 0 for no limit
 * @param description what it is for
 */
@Operation(
        name = "change-webhook",
        method = "PATCH",
        path = "/webhooks/{webhook}",
        summary = "Changes the address, the types or the limits of a webhook.")
public record ChangeWebhook(
        String webhook,
        @Nullable String url,
        @Nullable String types,
        @Nullable Boolean ordered,
        @Nullable Integer rate,
        @Nullable String description)
        implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        run.webhooks().requireKeys();
        if (url == null && types == null && ordered == null && rate == null && description == null) {
            throw new Refusal(Answer.Reason.INVALID, "Say what to change: url, types, ordered, rate or description.");
        }
        Subscription changed = run.webhooks()
                .get(
                        run,
                        hooks -> hooks.update(
                                webhook,
                                options -> AddWebhook.with(
                                        url == null ? options : options.url(URI.create(url.strip())),
                                        types,
                                        ordered,
                                        rate,
                                        description)));
        return run.webhooks()
                .kept(
                        run,
                        "changed the webhook " + webhook,
                        run.done("The webhook is changed.", WebhookView.of(changed)));
    }
}
