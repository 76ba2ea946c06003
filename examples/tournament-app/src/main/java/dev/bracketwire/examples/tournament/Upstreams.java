// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores the states of the platforms that the application needs, for all nodes: since when one fails, when it answered
 * last, and when it is tried again. Organisers get one message when it begins to fail and one when it has recovered.
 */
public final class Upstreams {
    private static final Duration RETRY = Duration.ofMinutes(2);
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Database db;
    private final InstantSource clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    Upstreams(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Stores the result of a request.
     *
     * @param problem the reason of the failure; null if the platform answered
     * @return the time of the next try; null if it was answered
     */
    public @Nullable Instant saw(String name, @Nullable String problem) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant last = noted.get(name);
        if (problem == null
                && last != null
                && !last.isAfter(now)
                && last.plus(NOTED).isAfter(now)) {
            return null;
        }
        Instant next = problem == null ? null : now.plus(RETRY);
        db.write(connection -> {
                    StateTransaction state =
                            new StateTransaction(new SqlSession(db, connection), now, "upstream", null);
                    keep(state, name, problem, next);
                    state.announce();
                    return true;
                })
                .get();
        if (problem == null) {
            noted.put(name, now);
        } else {
            noted.remove(name);
        }
        return next;
    }

    private static void keep(StateTransaction state, String name, @Nullable String problem, @Nullable Instant next)
            throws SQLException {
        SqlSession sql = state.sql();
        // The update locks the row, so that of two nodes one announces the outage.
        sql.update(
                "INSERT INTO ${upstreams} (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name",
                name);
        Instant since = sql.find(
                        "SELECT * FROM ${upstreams} WHERE name = ?",
                        row -> new Since(SqlSession.instant(row, "failing_since")),
                        name)
                .orElseThrow()
                .at;
        if (problem == null) {
            sql.update(
                    "UPDATE ${upstreams} SET failing_since = NULL, next_try = NULL, problem = NULL, last_good = ?"
                            + " WHERE name = ?",
                    state.now(),
                    name);
            if (since != null) {
                tellOrganisers(state, name + " up " + since, name + " answers again.");
            }
        } else {
            sql.update(
                    "UPDATE ${upstreams} SET failing_since = ?, next_try = ?, problem = ? WHERE name = ?",
                    since == null ? state.now() : since,
                    Objects.requireNonNull(next),
                    problem,
                    name);
            if (since == null) {
                tellOrganisers(
                        state,
                        name + " down " + state.now(),
                        name + " cannot be reached since " + state.now()
                                + ". Answers show the last known values until then; it is tried again by itself.");
            }
        }
        if ((since == null) != (problem == null)) {
            state.topic("upstreams:");
        }
    }

    private static void tellOrganisers(StateTransaction state, String event, String text) throws SQLException {
        List<String> people = state.grants().stream()
                .filter(grant -> grant.level().includes(Permission.ORGANISER))
                .map(Grant::person)
                .distinct()
                .toList();
        for (String person : people) {
            state.tell(person, null, event, text);
        }
    }

    /** Whether this platform may be tried now: it has not failed, or its next try is due. */
    public boolean isDue(String name) {
        Instant now = clock.instant();
        return db.read(connection -> new SqlSession(db, connection)
                        .find(
                                "SELECT * FROM ${upstreams} WHERE name = ?",
                                row -> new Since(SqlSession.instant(row, "next_try")),
                                name))
                .get()
                .map(next -> next.at == null
                        || !now.isBefore(next.at)
                        || next.at.isAfter(now.plus(RETRY))) // the clock was set back since
                .orElse(true);
    }

    /** Returns the states of all platforms. */
    public static List<UpstreamState> read(StateView state) throws SQLException {
        return state.sql().list("SELECT * FROM ${upstreams} ORDER BY name", Upstreams::state);
    }

    private static UpstreamState state(ResultSet row) throws SQLException {
        return new UpstreamState(
                row.getString("name"),
                SqlSession.instant(row, "failing_since"),
                SqlSession.instant(row, "last_good"),
                SqlSession.instant(row, "next_try"),
                row.getString("problem"));
    }

    private record Since(@Nullable Instant at) {}

    /**
     * The state of a platform.
     *
     * @param name the name
     * @param failingSince the time since which it fails; null if it does not
     * @param lastGood the time of the last answer; null if there was none
     * @param nextTry the time of the next try; null if it does not fail
     * @param problem the reason for which it fails; null if it does not
     */
    public record UpstreamState(
            String name,
            @Nullable Instant failingSince,
            @Nullable Instant lastGood,
            @Nullable Instant nextTry,
            @Nullable String problem) {}
}
