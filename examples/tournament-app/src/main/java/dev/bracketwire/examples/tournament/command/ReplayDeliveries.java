// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.webhooks.DeliveryChange;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.Subscription;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends again all that failed since a time, and was not delivered later.
 *
 * @param since the earliest time at which a delivery was queued, such as {@code 2026-12-05T18:00:00Z}
 * @param webhook the webhook; null for all
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "replay",
        path = "/deliveries/replay",
        summary = "Sends again all deliveries that failed since a time.")
public record ReplayDeliveries(
        String since, @Nullable String webhook, @Nullable String confirm) implements Command {
    private static final int SHOWN = 200;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        DeliveryFilter failed = DeliveryFilter.all().since(ShowDeliveries.time("since", since));
        DeliveryFilter wanted = webhook == null ? failed : failed.subscription(webhook);
        Plan<DeliveryChange> plan = run.webhooks().get(run, hooks -> hooks.planReplay(wanted));
        int all = plan.size();
        if (all == 0) {
            return run.done("Nothing failed since then that was not delivered later.");
        }
        if (confirm == null) {
            Map<String, Subscription> known = ShowDeliveries.known(run);
            List<String> sentences;
            try (Stream<DeliveryChange> changes = plan.changes()) {
                sentences = changes.limit(SHOWN)
                        .map(change -> sentence(change, known.get(change.subscriptionId())))
                        .toList();
            }
            return new Answer.Planned(
                    run.id(),
                    "Sending again what failed: " + count(all),
                    plan.fingerprint(),
                    sentences,
                    all - sentences.size(),
                    false);
        }
        if (!confirm.equals(plan.fingerprint())) {
            throw new Refusal(
                    Answer.Reason.STALE, "Deliveries have failed or arrived since you looked. Look at the plan again.");
        }
        Report<DeliveryChange> report = run.get(plan.apply());
        report.orThrow();
        return run.webhooks()
                .kept(
                        run,
                        "sent " + count(all) + " again that failed since " + since.strip(),
                        run.done(count(all) + " queued again."));
    }

    private static String sentence(DeliveryChange change, @Nullable Subscription to) {
        return "sends " + change.type() + " to " + (to == null ? change.subscriptionId() : WebhookView.name(to))
                + " again";
    }

    private static String count(int all) {
        return all == 1 ? "1 delivery" : all + " deliveries";
    }
}
