// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Likeness;
import dev.bracketwire.riot.ign.LookAlike;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.riot.ign.RosterEvent;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A roster in a transaction of a database. */
final class SqlRosterTransaction implements RosterTransaction {
    private static final String COLUMNS =
            "n.fingerprint, n.puuid, n.entrant, n.game_name, n.tag, n.is_primary, n.since, n.seen, n.checked_in, n.version";
    private static final String AS_IT_WAS =
            " WHERE roster = ? AND fingerprint = ? AND puuid = ? AND entrant = ? AND version = ? AND since = ?";

    private final Database db;
    private final Connection connection;
    private final String roster;
    private final String names;
    private final String looks;
    private final String events;

    SqlRosterTransaction(Database db, Connection connection, String roster) {
        this.db = db;
        this.connection = connection;
        this.roster = roster;
        this.names = db.table("ign_name");
        this.looks = db.table("ign_look");
        this.events = db.table("ign_event");
    }

    @Override
    public void lock(Collection<String> entrants) throws SQLException {
        if (db.engine() != DatabaseEngine.POSTGRESQL) {
            return; // SQLite has one writer
        }
        // In one order, or two transfers between two entrants could wait for each other.
        for (String entrant : new TreeSet<>(entrants)) {
            try (PreparedStatement lock =
                    connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
                lock.setString(1, names + "/" + roster + "/" + entrant);
                lock.executeQuery().close();
            }
        }
    }

    @Override
    public Optional<RosterEntry> find(String keyFingerprint, Puuid puuid) throws SQLException {
        return entries(" AND n.fingerprint = ? AND n.puuid = ?", keyFingerprint, puuid.value()).stream()
                .findFirst();
    }

    @Override
    public List<RosterEntry> called(RiotId name) throws SQLException {
        return sorted(entries(" AND n.label = ?", NameKeys.label(name)), MemoryRosterTransaction.LAST_SEEN_FIRST);
    }

    @Override
    public List<RosterEntry> of(String entrant) throws SQLException {
        return sorted(entries(" AND n.entrant = ?", entrant), MemoryRosterTransaction.PRIMARY_FIRST);
    }

    @Override
    public List<RosterEntry> all() throws SQLException {
        return sorted(entries(""), MemoryRosterTransaction.BY_ENTRANT);
    }

    private static List<RosterEntry> sorted(List<RosterEntry> entries, Comparator<RosterEntry> order) {
        return entries.stream().sorted(order).toList();
    }

    private List<RosterEntry> entries(String condition, Object... values) throws SQLException {
        try (PreparedStatement query = prepare(
                "SELECT " + COLUMNS + " FROM " + names + " n WHERE n.roster = ?" + condition, with(roster, values))) {
            try (ResultSet rows = query.executeQuery()) {
                List<RosterEntry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(entry(rows));
                }
                return entries;
            }
        }
    }

    private static RosterEntry entry(ResultSet row) throws SQLException {
        long checkedIn = row.getLong("checked_in");
        return new RosterEntry(
                row.getString("entrant"),
                new RiotId(row.getString("game_name"), row.getString("tag")),
                new Puuid(row.getString("puuid")),
                row.getString("fingerprint"),
                row.getInt("is_primary") == 1,
                Instant.ofEpochMilli(row.getLong("since")),
                Instant.ofEpochMilli(row.getLong("seen")),
                checkedIn == 0 ? null : Instant.ofEpochMilli(checkedIn),
                row.getLong("version"));
    }

    @Override
    public List<LookAlike<RosterEntry>> like(RiotId name) throws SQLException {
        Map<String, Likeness> wanted = NameKeys.of(name);
        String places = wanted.keySet().stream().map(look -> "?").collect(Collectors.joining(", "));
        Map<Puuid, LookAlike<RosterEntry>> found = new LinkedHashMap<>();
        try (PreparedStatement query = prepare(
                "SELECT l.look, " + COLUMNS + " FROM " + looks + " l JOIN " + names
                        + " n ON n.roster = l.roster AND n.fingerprint = l.fingerprint AND n.puuid = l.puuid"
                        + " WHERE l.roster = ? AND l.look IN (" + places + ")",
                with(roster, wanted.keySet().toArray()))) {
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    RosterEntry entry = entry(rows);
                    Likeness likeness = Objects.requireNonNull(wanted.get(rows.getString("look")));
                    found.merge(
                            entry.puuid(),
                            new LookAlike<>(likeness, entry.name().name(), entry),
                            (one, other) -> one.likeness().compareTo(other.likeness()) <= 0 ? one : other);
                }
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing((LookAlike<RosterEntry> like) -> like.likeness())
                        .thenComparing(LookAlike::owner, MemoryRosterTransaction.BY_ENTRANT))
                .toList();
    }

    @Override
    public boolean insert(RosterEntry entry) throws SQLException {
        // Where another transaction is about to put the same in, this waits for its end.
        int count = run(
                "INSERT INTO " + names
                        + " (roster, fingerprint, puuid, entrant, game_name, tag, label, is_primary, since,"
                        + " seen, checked_in, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                roster,
                entry.keyFingerprint(),
                entry.puuid().value(),
                entry.entrant(),
                entry.name().name(),
                entry.name().tag(),
                NameKeys.label(entry.name()),
                entry.primary() ? 1 : 0,
                entry.since().toEpochMilli(),
                entry.seen().toEpochMilli(),
                millis(entry.checkedIn()),
                entry.version());
        if (count > 0) {
            look(entry);
        }
        return count > 0;
    }

    @Override
    public boolean update(RosterEntry before, RosterEntry after) throws SQLException {
        int count = run(
                "UPDATE " + names
                        + " SET entrant = ?, game_name = ?, tag = ?, label = ?, is_primary = ?, since = ?, seen = ?,"
                        + " checked_in = ?, version = ?" + AS_IT_WAS,
                after.entrant(),
                after.name().name(),
                after.name().tag(),
                NameKeys.label(after.name()),
                after.primary() ? 1 : 0,
                after.since().toEpochMilli(),
                after.seen().toEpochMilli(),
                millis(after.checkedIn()),
                after.version(),
                roster,
                before.keyFingerprint(),
                before.puuid().value(),
                before.entrant(),
                before.version(),
                before.since().toEpochMilli());
        if (count > 0
                && !(before.name().equals(after.name()) && before.entrant().equals(after.entrant()))) {
            unlook(before);
            look(after);
        }
        return count > 0;
    }

    @Override
    public boolean delete(RosterEntry before) throws SQLException {
        int count = run(
                "DELETE FROM " + names + AS_IT_WAS,
                roster,
                before.keyFingerprint(),
                before.puuid().value(),
                before.entrant(),
                before.version(),
                before.since().toEpochMilli());
        if (count > 0) {
            unlook(before);
        }
        return count > 0;
    }

    private void look(RosterEntry entry) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + looks
                + " (roster, look, fingerprint, puuid, entrant) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (String look : NameKeys.of(entry.name()).keySet()) {
                insert.setString(1, roster);
                insert.setString(2, look);
                insert.setString(3, entry.keyFingerprint());
                insert.setString(4, entry.puuid().value());
                insert.setString(5, entry.entrant());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void unlook(RosterEntry entry) throws SQLException {
        run(
                "DELETE FROM " + looks + " WHERE roster = ? AND fingerprint = ? AND puuid = ?",
                roster,
                entry.keyFingerprint(),
                entry.puuid().value());
    }

    @Override
    public void note(RosterEvent event) throws SQLException {
        run(
                "INSERT INTO " + events + " (roster, entrant, what, actor, at, name_before, name_after)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                roster,
                event.entrant(),
                event.what().name(),
                event.actor(),
                event.at().toEpochMilli(),
                event.before(),
                event.after());
    }

    @Override
    public List<RosterEvent> history(String entrant) throws SQLException {
        try (PreparedStatement query = prepare(
                "SELECT what, actor, at, name_before, name_after FROM " + events
                        + " WHERE roster = ? AND entrant = ? ORDER BY id",
                roster,
                entrant)) {
            try (ResultSet rows = query.executeQuery()) {
                List<RosterEvent> history = new ArrayList<>();
                while (rows.next()) {
                    history.add(new RosterEvent(
                            entrant,
                            RosterEvent.What.valueOf(rows.getString(1)),
                            rows.getString(2),
                            Instant.ofEpochMilli(rows.getLong(3)),
                            rows.getString(4),
                            rows.getString(5)));
                }
                return history;
            }
        }
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Object[] with(Object first, Object... more) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return all.toArray();
    }

    private int run(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
