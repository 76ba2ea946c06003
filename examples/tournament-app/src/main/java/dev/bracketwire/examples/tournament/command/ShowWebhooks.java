// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.webhooks.EventType;
import java.util.List;

/** Shows the webhooks: the addresses that get the events of all tournaments, and the types of events. */
@Operation(
        name = "webhooks",
        method = "GET",
        path = "/webhooks",
        summary = "Shows the webhooks and the types of events that they may get.")
public record ShowWebhooks() implements Command {
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
        List<WebhookView> webhooks = run.webhooks().get(run, hooks -> hooks.subscriptions()).stream()
                .map(WebhookView::of)
                .toList();
        List<TypeView> types = run.webhooks().get(run, hooks -> hooks.types()).stream()
                .map(TypeView::of)
                .toList();
        return run.done(webhooks.size() == 1 ? "1 webhook" : webhooks.size() + " webhooks", new All(webhooks, types));
    }

    /**
     * All webhooks.
     *
     * @param webhooks the webhooks, oldest first
     * @param types the types of events
     */
    public record All(List<WebhookView> webhooks, List<TypeView> types) {}

    /**
     * A type of events.
     *
     * @param name the name
     * @param description when it is published
     */
    public record TypeView(String name, String description) {
        static TypeView of(EventType type) {
            return new TypeView(type.name(), type.description());
        }
    }
}
