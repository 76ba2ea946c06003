// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.command.ShowDeliveries.DeliveryRow;
import dev.bracketwire.webhooks.Delivery;
import java.util.List;

/**
 * Shows a delivery with what was sent and each attempt: request, reply and timing.
 *
 * @param delivery the number of the delivery
 */
@Operation(
        name = "delivery",
        method = "GET",
        path = "/deliveries/{delivery}",
        summary = "Shows a delivery with each attempt: request, reply and timing.")
public record ShowDelivery(long delivery) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public boolean anyTournament() {
        return true;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        Delivery found = run.webhooks().get(run, hooks -> hooks.delivery(delivery));
        List<AttemptView> attempts = run.webhooks().get(run, hooks -> hooks.attempts(delivery)).stream()
                .map(AttemptView::of)
                .toList();
        String payload;
        try {
            payload = run.get(run.webhooks().hooks().message(found.messageId())).payload();
        } catch (NotFoundException e) {
            payload = ""; // it is no longer kept
        }
        DeliveryRow row = DeliveryRow.of(found, ShowDeliveries.known(run));
        return run.done(
                row.type() + " to " + row.to() + ": "
                        + found.state()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' ') + " after "
                        + found.attempts() + (found.attempts() == 1 ? " attempt" : " attempts"),
                new Details(row, payload, attempts));
    }

    /**
     * A delivery in full.
     *
     * @param delivery the delivery
     * @param payload the body that is sent; empty if it was erased or is no longer kept
     * @param log the attempts, first one first
     */
    public record Details(DeliveryRow delivery, String payload, List<AttemptView> log) {}
}
