// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStore;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps matches in {@code sg_match}, their persons in {@code sg_player} and {@code sg_crew}, and their log in {@code sg_log}. */
final class DatabaseMatches implements MatchStore {
    private static final String ORDER = " ORDER BY broadcast_at NULLS LAST, id";

    private final DatabaseStore.Session session;
    private final ScheduleTables tables;
    private final MatchRows rows;

    DatabaseMatches(DatabaseStore.Session session, MatchRows rows) {
        this.session = session;
        this.tables = session.tables;
        this.rows = rows;
    }

    @Override
    public Optional<ScheduledMatch> find(long id) throws SQLException {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    @Override
    public Map<Long, ScheduledMatch> findAll(Collection<Long> ids) throws SQLException {
        Map<Long, ScheduledMatch> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            // The lock is taken in the order of ids, so that two transactions never wait for each other.
            for (ScheduledMatch match : select(
                    tables.in("id") + " ORDER BY id" + tables.locked(session.writes),
                    statement -> tables.bindNumbers(statement, 1, ids))) {
                found.put(match.id(), match);
            }
        }
        return found;
    }

    @Override
    public Map<Long, Known> known(Collection<Long> sourceMatches) throws SQLException {
        Map<Long, Known> known = new LinkedHashMap<>();
        if (sourceMatches.isEmpty()) {
            return known;
        }
        try (PreparedStatement statement = session.connection()
                .prepareStatement(tables.sql("SELECT id, version, tournament, state, source_match, episode, part,"
                        + " schedule_hash, roster_hash, crew_hash FROM ${sg_match} WHERE "
                        + tables.in("source_match")))) {
            tables.bindNumbers(statement, 1, sourceMatches);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "match", "id");
                while (result.next()) {
                    MatchSource source = MatchRows.source(row);
                    if (source != null) {
                        known.put(
                                source.match(),
                                new Known(
                                        row.number("id"),
                                        row.number("version"),
                                        row.text("tournament"),
                                        row.constant(MatchState.class, "state"),
                                        source));
                    }
                }
            }
        }
        return known;
    }

    @Override
    public List<ScheduledMatch> ofEpisode(long episode) throws SQLException {
        return select("episode = ? ORDER BY part, id", statement -> statement.setLong(1, episode));
    }

    @Override
    public List<ScheduledMatch> list(ScheduleFilter filter) throws SQLException {
        String slug = filter.tournament();
        Instant from = filter.from();
        Instant before = filter.before();
        List<Object> values = new ArrayList<>();
        StringBuilder condition = new StringBuilder("1 = 1");
        if (slug != null) {
            condition.append(" AND tournament = ?");
            values.add(slug);
        }
        if (from != null) {
            condition.append(" AND broadcast_at >= ?");
            // Stored times are cut to milliseconds, so a limit within a millisecond counts from the next one on.
            values.add(ValueCleaner.ceiling(from));
        }
        if (before != null) {
            condition.append(" AND broadcast_at < ?");
            values.add(ValueCleaner.ceiling(before));
        }
        return select(condition + ORDER, statement -> {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
        });
    }

    @Override
    public List<ScheduledMatch> unlinked(String slug) throws SQLException {
        return select(
                        "tournament = ? AND source_match IS NULL" + ORDER,
                        statement -> statement.setString(1, ValueCleaner.text(slug)))
                .stream()
                .filter(match -> match.state().isOpen())
                .toList();
    }

    @Override
    public List<ScheduledMatch> inState(MatchState state) throws SQLException {
        return select(
                "state = ? ORDER BY absent_since NULLS LAST, id", statement -> statement.setString(1, state.name()));
    }

    @Override
    public List<ScheduledMatch> ofPerson(long person) throws SQLException {
        return select(
                "id IN (SELECT match_id FROM ${sg_player} WHERE person_id = ?"
                        + " UNION SELECT match_id FROM ${sg_crew} WHERE person_id = ?)" + ORDER,
                statement -> {
                    statement.setLong(1, person);
                    statement.setLong(2, person);
                });
    }

    @Override
    public Optional<ScheduledMatch> findByHostKey(String hostKey) throws SQLException {
        return select("host_key = ?", statement -> statement.setString(1, ValueCleaner.text(hostKey))).stream()
                .findFirst();
    }

    private List<ScheduledMatch> select(String condition, Binder binder) throws SQLException {
        return rows.select(session.connection(), condition, binder);
    }

    @Override
    public List<ScheduledMatch> add(List<ScheduledMatch> matches) throws SQLException {
        return rows.add(session.writing(), matches);
    }

    @Override
    public List<ScheduledMatch> replace(List<ScheduledMatch> matches) throws SQLException {
        return rows.replace(session.writing(), matches);
    }

    @Override
    public void log(List<MatchLogEntry> entries) throws SQLException {
        rows.log(session.writing(), entries);
    }

    @Override
    public List<MatchLogEntry> logOf(long match) throws SQLException {
        List<MatchLogEntry> entries = new ArrayList<>();
        try (PreparedStatement statement = session.connection()
                .prepareStatement(tables.sql("SELECT * FROM ${sg_log} WHERE match_id = ? ORDER BY id"))) {
            statement.setLong(1, match);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "log entry", "id");
                while (result.next()) {
                    entries.add(new MatchLogEntry(
                            match,
                            row.number("version"),
                            row.time("at"),
                            row.text("actor"),
                            row.text("kind"),
                            row.text("field"),
                            row.text("before_text"),
                            row.text("after_text")));
                }
            }
        }
        return entries;
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
