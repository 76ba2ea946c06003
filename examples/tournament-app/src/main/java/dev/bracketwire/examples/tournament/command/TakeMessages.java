// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.work.MessageOutbox;
import dev.bracketwire.examples.tournament.work.MessageOutbox.DueMessage;
import java.util.List;

/**
 * Takes messages that are due, for a bot that sends them and reports each outcome by {@link ReportMessage}. They are leased
 * for a minute, and no second bot gets them in that time.
 *
 * @param most the largest number of messages, up to 100
 */
@Operation(
        name = "take-messages",
        path = "/outbox/messages/take",
        summary = "Takes messages that are due, for a bot that sends them.")
public record TakeMessages(int most) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ADMIN;
    }

    @Override
    public Answer run(CommandRun run) {
        int insisted = OutboxSize.insist(most);
        return run.writeWork(state -> {
            List<DueMessage> messages = MessageOutbox.take(run.database(), state, insisted);
            return run.done(messages.size() + " messages to send", new DueMessages(messages));
        });
    }

    /**
     * Messages to send, at most one of each person.
     *
     * @param messages the messages, oldest first
     */
    public record DueMessages(List<DueMessage> messages) {}
}
