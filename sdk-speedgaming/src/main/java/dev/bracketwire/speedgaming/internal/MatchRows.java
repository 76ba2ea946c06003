// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchAbsence;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of matches, always many at a time. */
final class MatchRows {
    private final ScheduleTables tables;
    private final RowBatch matchRows;
    private final RowBatch playerRows;
    private final RowBatch crewRows;
    private final RowBatch logRows;

    MatchRows(ScheduleTables tables) {
        this.tables = tables;
        this.matchRows = new RowBatch(
                tables,
                "sg_match",
                "",
                "id bigint",
                "version bigint",
                "tournament text",
                "source_match bigint",
                "episode bigint",
                "part int",
                "schedule_hash text",
                "roster_hash text",
                "crew_hash text",
                "host_key text",
                "state text",
                "title text",
                "note text",
                "race_at bigint",
                "broadcast_at bigint",
                "minutes int",
                "timezone text",
                "approved int",
                "streams text",
                "host_fields text",
                "absent_runs int",
                "absent_since bigint",
                "absent_latest bigint",
                "created_at bigint",
                "changed_at bigint");
        this.playerRows = new RowBatch(
                tables,
                "sg_player",
                "",
                "match_id bigint",
                "position int",
                "person_id bigint",
                "name text",
                "stream text");
        this.crewRows = new RowBatch(
                tables,
                "sg_crew",
                "",
                "match_id bigint",
                "position int",
                "person_id bigint",
                "role text",
                "sign_up bigint",
                "name text",
                "approved int",
                "ready int",
                "language text");
        this.logRows = new RowBatch(
                tables,
                "sg_log",
                "",
                "id bigint",
                "match_id bigint",
                "version bigint",
                "at bigint",
                "actor text",
                "kind text",
                "field text",
                "before_text text",
                "after_text text");
    }

    List<ScheduledMatch> select(Connection connection, String condition, DatabaseMatches.Binder binder)
            throws SQLException {
        List<ScheduledMatch> bare = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(tables.sql("SELECT * FROM ${sg_match} WHERE " + condition))) {
            binder.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "match", "id");
                while (result.next()) {
                    bare.add(bare(row));
                }
            }
        }
        return bare.isEmpty() ? bare : withPersons(connection, bare);
    }

    private List<ScheduledMatch> withPersons(Connection connection, List<ScheduledMatch> bare) throws SQLException {
        List<Long> ids = bare.stream().map(ScheduledMatch::id).toList();
        Map<Long, List<MatchPlayer>> players = players(connection, ids);
        Map<Long, List<CrewMember>> crew = crew(connection, ids);
        List<ScheduledMatch> all = new ArrayList<>(bare.size());
        for (ScheduledMatch match : bare) {
            all.add(match.edit()
                    .players(players.getOrDefault(match.id(), List.of()))
                    .crew(crew.getOrDefault(match.id(), List.of()))
                    .done());
        }
        return all;
    }

    private static ScheduledMatch bare(StoredRow row) throws SQLException {
        return new ScheduledMatch(
                row.number("id"),
                row.number("version"),
                row.text("tournament"),
                source(row),
                row.optionalText("host_key"),
                row.constant(MatchState.class, "state"),
                row.text("title"),
                row.text("note"),
                new MatchTimes(
                        row.optionalTime("race_at"),
                        row.optionalTime("broadcast_at"),
                        row.small("minutes"),
                        row.text("timezone")),
                row.flag("approved"),
                List.of(),
                List.of(),
                row.list("streams", MatchRows::stream),
                hostFields(row),
                row.optionalNumber("absent_runs") == null
                        ? null
                        : new MatchAbsence(
                                row.small("absent_runs"), row.time("absent_since"), row.time("absent_latest")),
                row.time("created_at"),
                row.time("changed_at"));
    }

    private static Set<MatchField> hostFields(StoredRow row) throws SQLException {
        Set<MatchField> fields = EnumSet.noneOf(MatchField.class);
        fields.addAll(row.list("host_fields", node -> MatchField.valueOf(StoredRow.textOf(node))));
        return fields;
    }

    private static MatchStream stream(JsonNode node) {
        if (node.size() != 3 || !node.path(2).isBoolean()) {
            throw new IllegalArgumentException("no stream");
        }
        return new MatchStream(
                StoredRow.textOf(node.path(0)),
                StoredRow.textOf(node.path(1)),
                node.path(2).booleanValue());
    }

    static @Nullable MatchSource source(StoredRow row) throws SQLException {
        Long match = row.optionalNumber("source_match");
        return match == null
                ? null
                : new MatchSource(
                        row.number("episode"),
                        match,
                        row.small("part"),
                        row.text("schedule_hash"),
                        row.text("roster_hash"),
                        row.text("crew_hash"));
    }

    private Map<Long, List<MatchPlayer>> players(Connection connection, List<Long> ids) throws SQLException {
        return persons(
                connection,
                "sg_player",
                ids,
                row -> new MatchPlayer(row.number("person_id"), row.text("name"), row.text("stream")));
    }

    private Map<Long, List<CrewMember>> crew(Connection connection, List<Long> ids) throws SQLException {
        return persons(
                connection,
                "sg_crew",
                ids,
                row -> new CrewMember(
                        row.number("person_id"),
                        row.constant(CrewRole.class, "role"),
                        row.number("sign_up"),
                        row.text("name"),
                        row.flag("approved"),
                        row.flag("ready"),
                        row.text("language")));
    }

    private <T> Map<Long, List<T>> persons(Connection connection, String table, List<Long> ids, Reader<T> reader)
            throws SQLException {
        Map<Long, List<T>> all = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(
                "SELECT * FROM ${" + table + "} WHERE " + tables.in("match_id") + " ORDER BY match_id, position"))) {
            tables.bindNumbers(statement, 1, ids);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "the row in " + table + " of match", "match_id");
                while (result.next()) {
                    all.computeIfAbsent(row.number("match_id"), any -> new ArrayList<>())
                            .add(reader.read(row));
                }
            }
        }
        return all;
    }

    List<ScheduledMatch> add(Connection connection, List<ScheduledMatch> matches) throws SQLException {
        List<Long> ids = tables.newIds(connection, "sg_match", matches.size());
        List<ScheduledMatch> stored = new ArrayList<>(matches.size());
        for (int i = 0; i < ids.size(); i++) {
            stored.add(ValueCleaner.match(matches.get(i), ids.get(i), 1));
        }
        matchRows.insert(connection, stored.stream().map(MatchRows::values).toList());
        writePlayers(connection, stored);
        writeCrew(connection, stored);
        return stored;
    }

    List<ScheduledMatch> replace(Connection connection, List<ScheduledMatch> matches) throws SQLException {
        if (matches.isEmpty()) {
            return List.of();
        }
        List<ScheduledMatch> before = matches.stream()
                .map(each -> ValueCleaner.match(each, each.id(), each.version()))
                .toList();
        List<Long> ids = before.stream().map(ScheduledMatch::id).toList();
        Map<Long, MatchKeys> keys = lockKeys(connection, before);
        freeKeys(connection, before, keys);
        int written = matchRows.update(
                connection, before.stream().map(MatchRows::values).toList());
        if (written != before.size()) {
            throw new IllegalStateException("a match was given twice: " + ids);
        }
        Map<Long, List<MatchPlayer>> players = players(connection, ids);
        Map<Long, List<CrewMember>> crew = crew(connection, ids);
        List<ScheduledMatch> otherPlayers = before.stream()
                .filter(each -> !each.players().equals(players.getOrDefault(each.id(), List.of())))
                .toList();
        List<ScheduledMatch> otherCrew = before.stream()
                .filter(each -> !each.crew().equals(crew.getOrDefault(each.id(), List.of())))
                .toList();
        remove(connection, "sg_player", otherPlayers);
        writePlayers(connection, otherPlayers);
        remove(connection, "sg_crew", otherCrew);
        writeCrew(connection, otherCrew);
        return before.stream()
                .map(each -> ValueCleaner.match(each, each.id(), each.version() + 1))
                .toList();
    }

    /** Locks the rows in the order of their ids, and compares the versions. */
    private Map<Long, MatchKeys> lockKeys(Connection connection, List<ScheduledMatch> matches) throws SQLException {
        Map<Long, Long> expected = new LinkedHashMap<>();
        matches.forEach(each -> expected.put(each.id(), each.version()));
        Map<Long, MatchKeys> found = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(tables.sql("SELECT id, version, source_match, host_key FROM ${sg_match}"
                        + " WHERE " + tables.in("id") + " ORDER BY id" + tables.locked(true)))) {
            tables.bindNumbers(statement, 1, expected.keySet());
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "match", "id");
                while (result.next()) {
                    long id = row.number("id");
                    long version = row.number("version");
                    if (version != Objects.requireNonNull(expected.get(id))) {
                        throw new IllegalStateException(
                                "match " + id + " has version " + version + ", not " + expected.get(id));
                    }
                    found.put(id, new MatchKeys(row.optionalNumber("source_match"), row.optionalText("host_key")));
                }
            }
        }
        for (Long id : expected.keySet()) {
            if (!found.containsKey(id)) {
                throw new IllegalStateException("there is no match " + id);
            }
        }
        return found;
    }

    /** Removes keys that change, so that a key may go from one match to another within one call. */
    private void freeKeys(Connection connection, List<ScheduledMatch> matches, Map<Long, MatchKeys> keys)
            throws SQLException {
        List<Long> changed = matches.stream()
                .filter(each -> !MatchKeys.of(each).equals(keys.get(each.id())))
                .map(ScheduledMatch::id)
                .toList();
        if (!changed.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(tables.sql(
                    "UPDATE ${sg_match} SET source_match = NULL, host_key = NULL WHERE " + tables.in("id")))) {
                tables.bindNumbers(statement, 1, changed);
                statement.executeUpdate();
            }
        }
    }

    private void remove(Connection connection, String table, List<ScheduledMatch> matches) throws SQLException {
        if (!matches.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(
                    tables.sql("DELETE FROM ${" + table + "} WHERE " + tables.in("match_id")))) {
                tables.bindNumbers(
                        statement, 1, matches.stream().map(ScheduledMatch::id).toList());
                statement.executeUpdate();
            }
        }
    }

    private void writePlayers(Connection connection, List<ScheduledMatch> matches) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ScheduledMatch match : matches) {
            for (int i = 0; i < match.players().size(); i++) {
                MatchPlayer player = match.players().get(i);
                rows.add(new @Nullable Object[] {match.id(), i, player.person(), player.name(), player.stream()});
            }
        }
        playerRows.insert(connection, rows);
    }

    private void writeCrew(Connection connection, List<ScheduledMatch> matches) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ScheduledMatch match : matches) {
            for (int i = 0; i < match.crew().size(); i++) {
                CrewMember member = match.crew().get(i);
                rows.add(new @Nullable Object[] {
                    match.id(),
                    i,
                    member.person(),
                    member.role().name(),
                    member.signUp(),
                    member.name(),
                    member.approved() ? 1 : 0,
                    member.ready() ? 1 : 0,
                    member.language()
                });
            }
        }
        crewRows.insert(connection, rows);
    }

    void log(Connection connection, List<MatchLogEntry> entries) throws SQLException {
        List<Long> ids = tables.newIds(connection, "sg_log", entries.size());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            MatchLogEntry entry = entries.get(i);
            rows.add(new @Nullable Object[] {
                ids.get(i),
                entry.match(),
                entry.version(),
                ValueCleaner.millis(entry.at()),
                ValueCleaner.text(entry.actor()),
                ValueCleaner.text(entry.kind()),
                ValueCleaner.text(entry.field()),
                ValueCleaner.text(entry.before()),
                ValueCleaner.text(entry.after())
            });
        }
        logRows.insert(connection, rows);
    }

    private static @Nullable Object[] values(ScheduledMatch match) {
        MatchAbsence absence = match.absence();
        ArrayNode streams = ScheduleTables.JSON.createArrayNode();
        match.streams()
                .forEach(each ->
                        streams.addArray().add(each.language()).add(each.url()).add(each.host()));
        return new @Nullable Object[] {
            match.id(),
            match.version(),
            match.tournament(),
            of(match.source(), MatchSource::match),
            of(match.source(), MatchSource::episode),
            of(match.source(), MatchSource::part),
            of(match.source(), MatchSource::scheduleHash),
            of(match.source(), MatchSource::rosterHash),
            of(match.source(), MatchSource::crewHash),
            match.hostKey(),
            match.state().name(),
            match.title(),
            match.note(),
            ValueCleaner.optionalMillis(match.times().raceStart()),
            ValueCleaner.optionalMillis(match.times().broadcastStart()),
            match.times().minutes(),
            match.times().timezone(),
            match.approved() ? 1 : 0,
            streams.toString(),
            match.hostFields().stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(",", "[", "]")),
            of(absence, MatchAbsence::runs),
            of(absence, each -> ValueCleaner.millis(each.since())),
            of(absence, each -> ValueCleaner.millis(each.latest())),
            ValueCleaner.millis(match.createdAt()),
            ValueCleaner.millis(match.changedAt())
        };
    }

    private static <A, B> @Nullable B of(@Nullable A value, Function<A, B> part) {
        return value == null ? null : part.apply(value);
    }

    /** The unique keys of a match. */
    private record MatchKeys(
            @Nullable Long source, @Nullable String host) {
        static MatchKeys of(ScheduledMatch match) {
            return new MatchKeys(MatchRows.of(match.source(), MatchSource::match), match.hostKey());
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(StoredRow row) throws SQLException;
    }
}
