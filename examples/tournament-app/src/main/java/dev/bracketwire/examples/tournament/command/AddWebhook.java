// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds a webhook: events are sent to this address from now on. The answer has its secret, which is not shown again.
 *
 * @param url the address, which begins with https
 * @param types the types of events, separated by commas, such as {@code entry.*, schedule.changed}; null for all
 * @param ordered whether the events of one tournament wait for each other
 * @param rate the most requests a second; null for no limit
 * @param description what it is for; null for nothing
 */
@Operation(name = "add-webhook", path = "/webhooks", summary = "Adds a webhook. Its secret is shown this once.")
public record AddWebhook(
        String url,
        @Nullable String types,
        boolean ordered,
        @Nullable Integer rate,
        @Nullable String description) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        run.webhooks().requireKeys();
        SubscriptionOptions options = run.webhooks()
                .refusing(() -> with(SubscriptionOptions.to(url.strip()), types, ordered, rate, description));
        Subscription added = run.webhooks().get(run, hooks -> hooks.subscribe(options));
        String secret =
                run.webhooks().get(run, hooks -> hooks.secret(added.id())).reveal();
        return run.webhooks()
                .kept(
                        run,
                        "added the webhook " + added.id(),
                        run.done(
                                "The webhook is added. Give its secret to the receiver: it is not shown again.",
                                new WebhookView.WithSecret(WebhookView.of(added), secret)));
    }

    /** Returns the options with those of these that are not null. */
    static SubscriptionOptions with(
            SubscriptionOptions options,
            @Nullable String types,
            @Nullable Boolean ordered,
            @Nullable Integer rate,
            @Nullable String description) {
        SubscriptionOptions changed = options;
        if (types != null) {
            String[] filters = Stream.of(types.split(","))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .toArray(String[]::new);
            changed = changed.types(filters.length == 0 ? new String[] {"*"} : filters);
        }
        if (ordered != null) {
            changed = ordered ? changed.ordered() : changed.unordered();
        }
        if (rate != null) {
            changed = changed.rate(rate);
        }
        return description == null ? changed : changed.description(description.strip());
    }
}
