// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.Suggestion;
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
import java.util.Set;

/** Keeps persons in {@code sg_person} and {@code sg_alias}, and questions about them in {@code sg_suggestion}. */
final class DatabasePeople implements PersonStore {
    private final DatabaseStore.Session session;
    private final ScheduleTables tables;
    private final PersonRows rows;

    DatabasePeople(DatabaseStore.Session session, PersonRows rows) {
        this.session = session;
        this.tables = session.tables;
        this.rows = rows;
    }

    @Override
    public Optional<Person> find(long id) throws SQLException {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    @Override
    public Map<Long, Person> findAll(Collection<Long> ids) throws SQLException {
        Map<Long, Person> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            for (Person person : select(
                    tables.in("id") + " ORDER BY id" + tables.locked(session.writes),
                    statement -> tables.bindNumbers(statement, 1, ids))) {
                found.put(person.id(), person);
            }
        }
        return found;
    }

    @Override
    public Map<String, Person> byDiscordId(Collection<String> discordIds) throws SQLException {
        Map<String, Person> found = new LinkedHashMap<>();
        if (!discordIds.isEmpty()) {
            List<String> clean = discordIds.stream().map(ValueCleaner::text).toList();
            for (Person person : select(
                    "merged_into IS NULL AND discord_id IS NOT NULL AND " + tables.in("discord_id"),
                    statement -> tables.bindTexts(statement, 1, clean))) {
                found.put(String.valueOf(person.discordId()), person);
            }
        }
        return found;
    }

    @Override
    public Optional<Person> findByHostUser(String hostUser) throws SQLException {
        return select(
                        "merged_into IS NULL AND host_user = ?",
                        statement -> statement.setString(1, ValueCleaner.text(hostUser)))
                .stream()
                .findFirst();
    }

    @Override
    public List<Person> search(String text) throws SQLException {
        String part = ValueCleaner.folded(ValueCleaner.text(text));
        return select(
                "merged_into IS NULL AND " + tables.contains("name_key") + " ORDER BY name_key"
                        + (tables.isPostgres() ? " COLLATE \"C\"" : "") + ", id LIMIT 100",
                statement -> statement.setString(1, part));
    }

    @Override
    public List<PersonAlias> aliases(PersonAlias.Kind kind, Collection<String> values) throws SQLException {
        if (values.isEmpty()) {
            return List.of();
        }
        Set<String> keys = PersonRows.keys(values);
        return rows.aliases(
                session.connection(),
                "a.kind = ? AND " + tables.in("a.value_key") + " AND EXISTS (SELECT 1 FROM ${sg_person} p"
                        + " WHERE p.id = a.person_id AND p.merged_into IS NULL)",
                statement -> {
                    statement.setString(1, kind.name());
                    tables.bindTexts(statement, 2, keys);
                });
    }

    @Override
    public List<PersonAlias> aliasesOf(long person) throws SQLException {
        return rows.aliases(session.connection(), "a.person_id = ?", statement -> statement.setLong(1, person));
    }

    private List<Person> select(String condition, DatabaseMatches.Binder binder) throws SQLException {
        return rows.select(session.connection(), condition, binder);
    }

    @Override
    public List<Person> add(List<Person> persons) throws SQLException {
        return rows.add(session.writing(), persons);
    }

    @Override
    public List<Person> replace(List<Person> persons) throws SQLException {
        return rows.replace(session.writing(), persons);
    }

    @Override
    public void addAliases(Collection<PersonAlias> aliases) throws SQLException {
        rows.addAliases(session.writing(), aliases);
    }

    @Override
    public void removeAliases(Collection<PersonAlias> aliases) throws SQLException {
        rows.removeAliases(session.writing(), aliases);
    }

    @Override
    public void remove(long person) throws SQLException {
        session.writing();
        find(person); // locks the row, so that nothing that reads it by its id adds a match meanwhile
        if (hasMatch(person)) {
            throw new IllegalStateException("person " + person + " has a match, so it cannot be removed");
        }
        change("DELETE FROM ${sg_alias} WHERE person_id = ?", person);
        change("DELETE FROM ${sg_person} WHERE id = ?", person);
    }

    private boolean hasMatch(long person) throws SQLException {
        try (PreparedStatement statement = session.connection()
                .prepareStatement(tables.sql("SELECT match_id FROM ${sg_player} WHERE person_id = ?"
                        + " UNION SELECT match_id FROM ${sg_crew} WHERE person_id = ? LIMIT 1"))) {
            statement.setLong(1, person);
            statement.setLong(2, person);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    @Override
    public List<Person> unusedSince(Instant before) throws SQLException {
        return select(
                "unused_since < ? AND host_user IS NULL AND merged_into IS NULL"
                        + " AND NOT EXISTS (SELECT 1 FROM ${sg_player} p WHERE p.person_id = ${sg_person}.id)"
                        + " AND NOT EXISTS (SELECT 1 FROM ${sg_crew} c WHERE c.person_id = ${sg_person}.id)"
                        + " ORDER BY unused_since, id LIMIT 500",
                statement -> statement.setLong(1, ValueCleaner.ceiling(before)));
    }

    @Override
    public boolean suggest(Suggestion suggestion) throws SQLException {
        ArrayNode reasons = ScheduleTables.JSON.createArrayNode();
        ValueCleaner.texts(suggestion.reasons()).forEach(reasons::add);
        try (PreparedStatement statement = session.writing()
                .prepareStatement(tables.sql("INSERT INTO ${sg_suggestion} (kind, tournament, first_id, second_id,"
                        + " low_id, high_id, reasons, created_at, settled_at, settled_by)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"))) {
            statement.setString(1, suggestion.kind().name());
            statement.setString(2, ValueCleaner.text(suggestion.tournament()));
            statement.setLong(3, suggestion.first());
            statement.setLong(4, suggestion.second());
            statement.setLong(5, Math.min(suggestion.first(), suggestion.second()));
            statement.setLong(6, Math.max(suggestion.first(), suggestion.second()));
            statement.setString(7, reasons.toString());
            statement.setLong(8, ValueCleaner.millis(suggestion.createdAt()));
            statement.setObject(9, ValueCleaner.optionalMillis(suggestion.settledAt()), java.sql.Types.BIGINT);
            statement.setString(10, ValueCleaner.optional(suggestion.settledBy()));
            return statement.executeUpdate() == 1;
        }
    }

    @Override
    public List<Suggestion> suggestions(boolean openOnly) throws SQLException {
        return suggestions(
                openOnly
                        ? "SELECT * FROM ${sg_suggestion} WHERE settled_at IS NULL ORDER BY created_at, id"
                        : "SELECT * FROM (SELECT * FROM ${sg_suggestion} ORDER BY created_at DESC, id DESC LIMIT 500) s"
                                + " ORDER BY created_at, id",
                statement -> {});
    }

    private List<Suggestion> suggestions(String query, DatabaseMatches.Binder binder) throws SQLException {
        List<Suggestion> all = new ArrayList<>();
        try (PreparedStatement statement = session.connection().prepareStatement(tables.sql(query))) {
            binder.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "suggestion", "id");
                while (result.next()) {
                    all.add(new Suggestion(
                            row.number("id"),
                            row.constant(Suggestion.Kind.class, "kind"),
                            row.text("tournament"),
                            row.number("first_id"),
                            row.number("second_id"),
                            row.list("reasons", StoredRow::textOf),
                            row.time("created_at"),
                            row.optionalTime("settled_at"),
                            row.optionalText("settled_by")));
                }
            }
        }
        return all;
    }

    @Override
    public boolean settle(long suggestion, String actor, Instant at) throws SQLException {
        return change(
                        "UPDATE ${sg_suggestion} SET settled_at = ?, settled_by = ? WHERE id = ? AND settled_at IS NULL",
                        ValueCleaner.millis(at),
                        ValueCleaner.text(actor),
                        suggestion)
                == 1;
    }

    @Override
    public PersonMerge addMerge(PersonMerge merge, String undoState) throws SQLException {
        long id = tables.newIds(session.writing(), "sg_merge", 1).get(0);
        PersonMerge stored = new PersonMerge(
                id,
                merge.from(),
                merge.into(),
                ValueCleaner.text(merge.actor()),
                ValueCleaner.time(merge.at()),
                ValueCleaner.optional(merge.undoneAt()));
        try (PreparedStatement statement = session.connection()
                .prepareStatement(tables.sql("INSERT INTO ${sg_merge} (id, from_id, into_id, actor, at, undone_at,"
                        + " undo_state) VALUES (?, ?, ?, ?, ?, ?, ?)"))) {
            statement.setLong(1, id);
            statement.setLong(2, stored.from());
            statement.setLong(3, stored.into());
            statement.setString(4, stored.actor());
            statement.setLong(5, ValueCleaner.millis(stored.at()));
            statement.setObject(6, ValueCleaner.optionalMillis(stored.undoneAt()), java.sql.Types.BIGINT);
            statement.setString(7, ValueCleaner.text(undoState));
            statement.executeUpdate();
        }
        return stored;
    }

    @Override
    public List<PersonMerge> merges() throws SQLException {
        return merges("ORDER BY at DESC, id DESC LIMIT 500", statement -> {});
    }

    @Override
    public List<PersonMerge> mergesOf(Collection<Long> persons) throws SQLException {
        if (persons.isEmpty()) {
            return List.of();
        }
        String condition =
                "WHERE " + tables.in("from_id") + " OR " + tables.in("into_id") + " ORDER BY at DESC, id DESC";
        return merges(condition, statement -> {
            tables.bindNumbers(statement, 1, persons);
            tables.bindNumbers(statement, 2, persons);
        });
    }

    private List<PersonMerge> merges(String condition, DatabaseMatches.Binder binder) throws SQLException {
        List<PersonMerge> all = new ArrayList<>();
        try (PreparedStatement statement =
                session.connection().prepareStatement(tables.sql("SELECT * FROM ${sg_merge} " + condition))) {
            binder.bind(statement);
            ResultSet result = statement.executeQuery();
            StoredRow row = new StoredRow(result, "merge", "id");
            while (result.next()) {
                all.add(new PersonMerge(
                        row.number("id"),
                        row.number("from_id"),
                        row.number("into_id"),
                        row.text("actor"),
                        row.time("at"),
                        row.optionalTime("undone_at")));
            }
        }
        return all;
    }

    @Override
    public Optional<String> findUndoState(long merge) throws SQLException {
        try (PreparedStatement statement =
                session.connection().prepareStatement(tables.sql("SELECT undo_state FROM ${sg_merge} WHERE id = ?"))) {
            statement.setLong(1, merge);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
            }
        }
    }

    @Override
    public void markUndone(long merge, Instant at) throws SQLException {
        if (change("UPDATE ${sg_merge} SET undone_at = ? WHERE id = ?", ValueCleaner.millis(at), merge) == 0) {
            throw new IllegalStateException("there is no merge " + merge);
        }
    }

    @Override
    public int blank(long person) throws SQLException {
        return new PersonErasure(tables, session.writing()).blank(person);
    }

    private int change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = session.writing().prepareStatement(tables.sql(sql))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
