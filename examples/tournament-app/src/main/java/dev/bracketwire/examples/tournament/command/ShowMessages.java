// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.SqlSession;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows the messages to people of a tournament: those that wait, those that were sent, and those that failed.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "messages",
        method = "GET",
        path = "/tournaments/{tournament}/messages",
        summary = "Shows the messages to people, and which could not be sent.")
public record ShowMessages(String tournament) implements Command {
    private static final int PAGE = 200;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        Messages messages = run.read(state -> {
            var people = state.people();
            return new Messages(state.sql()
                    .list(
                            "SELECT * FROM ${messages} WHERE tournament = ? ORDER BY at DESC, id LIMIT " + PAGE,
                            row -> new MessageRow(
                                    row.getString("id"),
                                    people.containsKey(row.getString("person"))
                                            ? people.get(row.getString("person"))
                                                    .name()
                                            : row.getString("person"),
                                    row.getString("body"),
                                    MessageRow.State.valueOf(row.getString("state")),
                                    row.getInt("attempts"),
                                    Objects.requireNonNull(SqlSession.instant(row, "at")),
                                    SqlSession.instant(row, "sent"),
                                    row.getString("problem")),
                            tournament));
        });
        long waiting = messages.messages.stream()
                .filter(each -> each.state == MessageRow.State.WAITING)
                .count();
        return run.done(messages.messages.size() + " messages, " + waiting + " wait", messages);
    }

    /**
     * Messages, newest first.
     *
     * @param messages the messages
     */
    public record Messages(List<MessageRow> messages) {}

    /**
     * A message to one person.
     *
     * @param id the id
     * @param name the name of the person
     * @param text the text
     * @param state whether it was sent
     * @param attempts the number of attempts so far
     * @param at the time at which it was stored
     * @param sent the time at which it was sent; null if it was not
     * @param problem the reason for which the last attempt failed; null if it did not
     */
    public record MessageRow(
            String id,
            String name,
            String text,
            State state,
            int attempts,
            Instant at,
            @Nullable Instant sent,
            @Nullable String problem) {
        /** Whether a message was sent. */
        public enum State {
            /** Waits for its turn or its next attempt. */
            WAITING,
            /** Was sent. */
            SENT,
            /** Cannot be sent: the person takes no messages, or all attempts have failed. */
            FAILED
        }
    }
}
