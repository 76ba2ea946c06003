// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.command.ShowMessages.MessageRow;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.QueueClaim;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the stored messages and keeps the outcome of each attempt, for a sender in this process and for one that asks by
 * the API. A message that is taken is leased for a minute, so no second sender gets it, and is marked only when its outcome
 * is reported. A message whose outcome is never reported is due again after that time, with the same id.
 */
public final class MessageOutbox {
    /** The time for which a message is leased. It is longer than sending takes. */
    static final Duration LEASE = Duration.ofMinutes(1);

    private static final int ATTEMPTS = 12;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    private MessageOutbox() {}

    /**
     * A message to send.
     *
     * @param id the same for each attempt
     * @param person the person who gets it; for a channel one without an account, whose id is that of the channel behind
     *     {@link StateTransaction#CHANNEL}
     * @param text the text
     */
    public record DueMessage(String id, Person person, String text) {
        /** Returns the id of the channel that gets it; null if a person does. */
        public @Nullable String channel() {
            return person.id().startsWith(StateTransaction.CHANNEL)
                    ? person.id().substring(StateTransaction.CHANNEL.length())
                    : null;
        }
    }

    /** Leases messages that are due, oldest first, and at most one of each person, so that their order is kept. */
    public static List<DueMessage> take(Database db, StateTransaction state, int most) throws SQLException {
        List<DueMessage> due = new ArrayList<>();
        boolean again;
        do {
            again = false;
            for (Claimed each : claim(db, state, most - due.size())) {
                Optional<Person> person = each.person.startsWith(StateTransaction.CHANNEL)
                        ? Optional.of(new Person(each.person, each.person, null))
                        : state.findPerson(each.person);
                if (person.isPresent()) {
                    due.add(new DueMessage(each.id, person.get(), each.body));
                } else {
                    report(state, each.id, new PortOutcome("the person was erased", true));
                    again = true;
                }
            }
        } while (again && due.size() < most);
        return due;
    }

    private static List<Claimed> claim(Database db, StateTransaction state, int most) throws SQLException {
        String messages = db.table("messages");
        QueueClaim due = QueueClaim.from(db, "messages", "id")
                .where("state = 'WAITING' AND due <= ? AND NOT EXISTS (SELECT 1 FROM " + messages
                        + " earlier WHERE earlier.person = " + messages + ".person AND earlier.state = 'WAITING'"
                        + " AND (earlier.at < " + messages + ".at OR (earlier.at = " + messages
                        + ".at AND earlier.id < "
                        + messages + ".id)))")
                .orderBy("at, id")
                .set("due = ?");
        long now = state.now().toEpochMilli();
        List<Claimed> claimed = new ArrayList<>(due.take(
                state.sql().connection(),
                most,
                query -> {
                    query.setLong(1, now);
                    query.setLong(2, now + LEASE.toMillis());
                },
                Claimed::of));
        claimed.sort(Comparator.comparingLong(Claimed::at).thenComparing(Claimed::id));
        return claimed;
    }

    /**
     * Keeps the outcome of an attempt: the message was sent, waits for its next attempt, or is given up. Returns its state;
     * empty if it waits no more, because its outcome is known or its person was erased.
     */
    public static Optional<MessageRow.State> report(StateTransaction state, String id, PortOutcome outcome)
            throws SQLException {
        SqlSession sql = state.sql();
        if (sql.update("UPDATE ${messages} SET attempts = attempts + 1 WHERE id = ? AND state = 'WAITING'", id) == 0) {
            return Optional.empty();
        }
        Claimed message = sql.find("SELECT * FROM ${messages} WHERE id = ?", Claimed::of, id)
                .orElseThrow();
        boolean last = message.attempts >= ATTEMPTS;
        MessageRow.State next = outcome.succeeded()
                ? MessageRow.State.SENT
                : outcome.closed() || last ? MessageRow.State.FAILED : MessageRow.State.WAITING;
        boolean waits = next == MessageRow.State.WAITING;
        sql.update(
                "UPDATE ${messages} SET state = ?, due = ?, sent = ?, problem = ? WHERE id = ?",
                next,
                waits ? state.now().plus(RetryDelay.after(message.attempts, FIRST_DELAY, LONGEST_DELAY)) : state.now(),
                SqlSession.time(outcome.succeeded() ? state.now() : null),
                last && !outcome.succeeded() && !outcome.closed()
                        ? outcome.problem() + " (" + message.attempts + " attempts)"
                        : outcome.problem(),
                id);
        state.topic("messages:" + (message.tournament == null ? "" : message.tournament));
        return Optional.of(next);
    }

    private record Claimed(
            String id, String person, @Nullable String tournament, String body, int attempts, long at) {
        static Claimed of(ResultSet row) throws SQLException {
            return new Claimed(
                    row.getString("id"),
                    row.getString("person"),
                    row.getString("tournament"),
                    row.getString("body"),
                    row.getInt("attempts"),
                    row.getLong("at"));
        }
    }
}
