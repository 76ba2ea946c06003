// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.Subscription;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes a webhook. What is queued for it is cancelled.
 *
 * @param webhook the webhook
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "remove-webhook",
        method = "DELETE",
        path = "/webhooks/{webhook}",
        summary = "Removes a webhook. It cannot be undone.")
public record RemoveWebhook(String webhook, @Nullable String confirm) implements Command {
    private static final int COUNTED = 1000;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        Subscription subscription = run.webhooks().get(run, hooks -> hooks.subscription(webhook));
        WebhookView shown = WebhookView.of(subscription);
        String fingerprint = Integer.toHexString(
                Objects.hash(shown.id(), shown.url(), shown.types(), shown.description(), shown.state()));
        if (confirm == null) {
            int queued = run.webhooks()
                    .get(
                            run,
                            hooks -> hooks.deliveries(DeliveryFilter.all()
                                            .subscription(webhook)
                                            .states(Delivery.State.PENDING, Delivery.State.IN_FLIGHT))
                                    .toList(COUNTED))
                    .size();
            return new Answer.Planned(
                    run.id(),
                    "Removing the webhook " + WebhookView.name(subscription) + ", which cannot be undone",
                    fingerprint,
                    List.of("sends nothing to " + shown.url() + " any more", sentence(queued)),
                    0,
                    false);
        }
        if (!confirm.equals(fingerprint)) {
            throw new Refusal(Answer.Reason.STALE, "The webhook has changed since you looked. Look at it again.");
        }
        run.webhooks().get(run, hooks -> hooks.delete(webhook));
        return run.webhooks().kept(run, "removed the webhook " + webhook, run.done("The webhook is removed."));
    }

    private static String sentence(int queued) {
        return switch (queued) {
            case 0 -> "cancels nothing: no delivery is queued";
            case 1 -> "cancels 1 delivery that is queued";
            case COUNTED -> "cancels at least " + COUNTED + " deliveries that are queued";
            default -> "cancels " + queued + " deliveries that are queued";
        };
    }
}
