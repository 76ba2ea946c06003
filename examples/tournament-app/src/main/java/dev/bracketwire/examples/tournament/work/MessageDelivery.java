// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.work.MessageOutbox.DueMessage;
import java.util.List;

/**
 * Sends the stored messages, those of one person in their order. A message is claimed before it is sent, so that two nodes
 * never send it at the same time, and is marked as sent only afterwards.
 *
 * <p>If the process ends between sending and marking, the message is sent again once its claim is over, with the same id.
 * So a person may get it twice where the platform does not leave out an id that it has seen.
 */
final class MessageDelivery implements WorkLoop.Task {
    private final MessagePort port;

    MessageDelivery(MessagePort port) {
        this.port = port;
    }

    @Override
    public void run(WorkTurn turn) {
        while (turn.isActive()) {
            List<DueMessage> due = turn.write(WorkTurn.WORK, state -> {
                List<DueMessage> taken = MessageOutbox.take(turn.app().database(), state, 1);
                state.announce();
                return taken;
            });
            if (due.isEmpty()) {
                return;
            }
            due.forEach(message -> deliver(turn, message));
        }
    }

    private void deliver(WorkTurn turn, DueMessage message) {
        PortOutcome outcome = PortOutcome.of(port, message);
        // A failure may be due to the end of this node, which says nothing about the message.
        if (outcome.succeeded() || outcome.closed() || turn.isActive()) {
            turn.writeAnyway(state -> {
                MessageOutbox.report(state, message.id(), outcome);
                state.announce();
                return true;
            });
        }
    }
}
