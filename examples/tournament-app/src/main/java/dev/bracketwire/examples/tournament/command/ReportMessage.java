// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.work.MessageOutbox;
import dev.bracketwire.examples.tournament.work.PortOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Reports the outcome of a message that {@link TakeMessages} gave. Without a problem it was sent. With one it is due
 * again later, or is given up after twelve attempts. A second report of the same outcome changes nothing.
 *
 * @param id the id of the message
 * @param problem the reason for which it was not sent; null if it was
 * @param closed whether the person takes no messages, so that it is given up at once
 */
@Operation(
        name = "report-message",
        path = "/outbox/messages/{id}",
        summary = "Reports whether a message that a bot has taken was sent.")
public record ReportMessage(String id, @Nullable String problem, boolean closed) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        return run.writeWork(state -> run.done(MessageOutbox.report(state, id, new PortOutcome(problem, closed))
                .map(now -> switch (now) {
                    case SENT -> "The message is sent.";
                    case WAITING -> "The message is sent again later.";
                    case FAILED -> "The message is given up.";
                })
                .orElse("The message waits no more, so nothing is changed.")));
    }
}
