// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.command.ShowDeliveries.DeliveryRow;
import dev.bracketwire.webhooks.Delivery;

/**
 * Sends the event of a delivery again, once. One that waits for its next attempt is sent now.
 *
 * @param delivery the number of the delivery
 */
@Operation(name = "resend", path = "/deliveries/{delivery}/resend", summary = "Sends the event of a delivery again.")
public record ResendDelivery(long delivery) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        Delivery again = run.webhooks().get(run, hooks -> hooks.resend(delivery));
        DeliveryRow row = DeliveryRow.of(again, ShowDeliveries.known(run));
        return run.webhooks()
                .kept(
                        run,
                        "sent the delivery " + delivery + " again",
                        run.done(row.type() + " is sent to " + row.to() + " again.", row));
    }
}
