// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.Ports.Role;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.QueueClaim;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out the wishes for roles and keeps the outcome of each attempt, for a follower in this process and for one that asks
 * by the API. A wish that is taken is leased for a minute. It is removed once its roles are set, unless it was renewed
 * meanwhile: a renewed wish has another mark.
 */
public final class RoleOutbox {
    private static final Logger log = LoggerFactory.getLogger(RoleOutbox.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    private RoleOutbox() {}

    /**
     * Roles to set.
     *
     * @param person the person
     * @param tournament the tournament
     * @param roles the roles that the person should have there, and no other of ours
     * @param mark identifies the wish
     */
    public record DueRoles(Person person, Tournament tournament, Set<Role> roles, String mark) {
        /** Copies the set. */
        public DueRoles {
            roles = Set.copyOf(roles);
        }
    }

    /** Leases wishes that are due, with the roles that the people should have now. */
    public static List<DueRoles> take(Database db, StateTransaction state, int most) throws SQLException {
        QueueClaim claim = QueueClaim.from(db, "role_wishes", "mark")
                .where("due <= ?")
                .orderBy("due, person")
                .set("due = ?");
        long now = state.now().toEpochMilli();
        List<DueRoles> due = new ArrayList<>();
        boolean again;
        do {
            again = false;
            for (Wish wish : claim.take(
                    state.sql().connection(),
                    most - due.size(),
                    query -> {
                        query.setLong(1, now);
                        query.setLong(2, now + MessageOutbox.LEASE.toMillis());
                    },
                    Wish::of)) {
                Optional<DueRoles> roles = wish.roles(state);
                if (roles.isPresent()) {
                    due.add(roles.get());
                } else {
                    remove(state, wish.mark);
                    again = true;
                }
            }
        } while (again && due.size() < most);
        return due;
    }

    /** Keeps the outcome of an attempt. Returns whether the wish is still the same. */
    public static boolean report(StateTransaction state, String mark, PortOutcome outcome) throws SQLException {
        if (outcome.succeeded()) {
            return remove(state, mark);
        }
        if (state.sql().update("UPDATE ${role_wishes} SET attempts = attempts + 1 WHERE mark = ?", mark) == 0) {
            return false;
        }
        Wish wish = state.sql()
                .find("SELECT * FROM ${role_wishes} WHERE mark = ?", Wish::of, mark)
                .orElseThrow();
        if (outcome.closed()) {
            log.info("the roles of {} in {} cannot be set: {}", wish.person, wish.tournament, outcome.problem());
            return remove(state, mark);
        }
        Instant due = state.now().plus(RetryDelay.after(wish.attempts, FIRST_DELAY, LONGEST_DELAY));
        log.warn(
                "the roles of {} in {} are tried again at {}: {}",
                wish.person,
                wish.tournament,
                due,
                outcome.problem());
        return state.sql().update("UPDATE ${role_wishes} SET due = ? WHERE mark = ?", due, mark) > 0;
    }

    private static boolean remove(StateTransaction state, String mark) throws SQLException {
        return state.sql().update("DELETE FROM ${role_wishes} WHERE mark = ?", mark) > 0;
    }

    private record Wish(String tournament, String person, int attempts, String mark) {
        static Wish of(ResultSet row) throws SQLException {
            return new Wish(
                    row.getString("tournament"),
                    row.getString("person"),
                    row.getInt("attempts"),
                    row.getString("mark"));
        }

        /** Returns the roles that the person should have now; empty if the person or the tournament is gone. */
        Optional<DueRoles> roles(StateView state) throws SQLException {
            Optional<Person> found = state.findPerson(person);
            Optional<Tournament> settings = state.findTournament(tournament);
            if (found.isEmpty() || settings.isEmpty()) {
                return Optional.empty();
            }
            Set<Role> roles = EnumSet.noneOf(Role.class);
            Optional<Entry> entry = state.findEntry(tournament, person).filter(Entry::registered);
            if (entry.isPresent()) {
                roles.add(Role.REGISTERED);
                if (entry.get().checkedIn() != null) {
                    roles.add(Role.CHECKED_IN);
                }
            }
            return Optional.of(new DueRoles(found.get(), settings.get(), roles, mark));
        }
    }
}
