// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of persons and of their aliases, always many at a time. */
final class PersonRows {
    /** The longest value that is its own key, since PostgreSQL cannot index long texts. */
    private static final int KEY_LENGTH = 200;

    private final ScheduleTables tables;
    private final RowBatch personRows;
    private final RowBatch aliasRows;

    PersonRows(ScheduleTables tables) {
        this.tables = tables;
        this.personRows = new RowBatch(
                tables,
                "sg_person",
                "",
                "id bigint",
                "version bigint",
                "name text",
                "name_key text",
                "discord_id text",
                "twitch text",
                "host_user text",
                "merged_into bigint",
                "created_at bigint",
                "unused_since bigint");
        this.aliasRows = new RowBatch(
                tables,
                "sg_alias",
                "ON CONFLICT (person_id, kind, value_key) DO UPDATE SET last_seen = excluded.last_seen",
                "person_id bigint",
                "kind text",
                "value_key text",
                "value text",
                "first_seen bigint",
                "last_seen bigint");
    }

    /** Returns the texts by which values are found. */
    static Set<String> keys(Collection<String> values) {
        Set<String> keys = new LinkedHashSet<>();
        values.forEach(value -> keys.add(key(ValueCleaner.text(value))));
        return keys;
    }

    private static String key(String value) {
        if (value.length() <= KEY_LENGTH) {
            return value;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            // A short value never has this length, so it is never taken for the key of a long one.
            return "#".repeat(KEY_LENGTH) + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    List<Person> select(Connection connection, String condition, DatabaseMatches.Binder binder) throws SQLException {
        List<Person> all = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(tables.sql("SELECT * FROM ${sg_person} WHERE " + condition))) {
            binder.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "person", "id");
                while (result.next()) {
                    all.add(new Person(
                            row.number("id"),
                            row.number("version"),
                            row.text("name"),
                            row.optionalText("discord_id"),
                            row.optionalText("twitch"),
                            row.optionalText("host_user"),
                            row.optionalNumber("merged_into"),
                            row.time("created_at"),
                            row.optionalTime("unused_since")));
                }
            }
        }
        return all;
    }

    List<Person> add(Connection connection, List<Person> persons) throws SQLException {
        List<Long> ids = tables.newIds(connection, "sg_person", persons.size());
        List<Person> stored = new ArrayList<>(persons.size());
        for (int i = 0; i < ids.size(); i++) {
            stored.add(ValueCleaner.person(persons.get(i), ids.get(i), 1));
        }
        personRows.insert(connection, stored.stream().map(PersonRows::values).toList());
        return stored;
    }

    List<Person> replace(Connection connection, List<Person> persons) throws SQLException {
        if (persons.isEmpty()) {
            return List.of();
        }
        List<Person> before = persons.stream()
                .map(each -> ValueCleaner.person(each, each.id(), each.version()))
                .toList();
        freeKeys(connection, before);
        if (personRows.update(
                        connection, before.stream().map(PersonRows::values).toList())
                != before.size()) {
            throw new IllegalStateException("a person was given twice");
        }
        return before.stream()
                .map(each -> ValueCleaner.person(each, each.id(), each.version() + 1))
                .toList();
    }

    /** Locks the rows, compares the versions, and removes keys that change, so that they may go to another person. */
    private void freeKeys(Connection connection, List<Person> persons) throws SQLException {
        Map<Long, Person> found = new HashMap<>();
        Set<Long> ids = new LinkedHashSet<>();
        persons.forEach(each -> ids.add(each.id()));
        for (Person person : select(
                connection,
                tables.in("id") + " ORDER BY id" + tables.locked(true),
                statement -> tables.bindNumbers(statement, 1, ids))) {
            found.put(person.id(), person);
        }
        List<Long> changed = new ArrayList<>();
        for (Person person : persons) {
            Person stored = found.get(person.id());
            if (stored == null) {
                throw new IllegalStateException("there is no person " + person.id());
            }
            if (stored.version() != person.version()) {
                throw new IllegalStateException(
                        "person " + person.id() + " has version " + stored.version() + ", not " + person.version());
            }
            if (!Objects.equals(stored.discordId(), person.discordId())
                    || !Objects.equals(stored.hostUser(), person.hostUser())
                    || !Objects.equals(stored.mergedInto(), person.mergedInto())) {
                changed.add(person.id());
            }
        }
        if (!changed.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(tables.sql(
                    "UPDATE ${sg_person} SET discord_id = NULL, host_user = NULL WHERE " + tables.in("id")))) {
                tables.bindNumbers(statement, 1, changed);
                statement.executeUpdate();
            }
        }
    }

    List<PersonAlias> aliases(Connection connection, String condition, DatabaseMatches.Binder binder)
            throws SQLException {
        List<PersonAlias> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(tables.sql(
                "SELECT a.* FROM ${sg_alias} a WHERE " + condition + " ORDER BY a.person_id, a.kind, a.value_key"))) {
            binder.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "an alias of person", "person_id");
                while (result.next()) {
                    all.add(new PersonAlias(
                            row.number("person_id"),
                            row.constant(PersonAlias.Kind.class, "kind"),
                            row.text("value"),
                            row.time("first_seen"),
                            row.time("last_seen")));
                }
            }
        }
        return all;
    }

    void addAliases(Connection connection, Collection<PersonAlias> aliases) throws SQLException {
        Map<AliasKey, @Nullable Object[]> rows = new LinkedHashMap<>();
        for (PersonAlias alias : aliases) {
            AliasKey key = AliasKey.of(alias);
            @Nullable Object[] row = rows.get(key);
            if (row == null) {
                rows.put(key, new @Nullable Object[] {
                    key.person(),
                    key.kind(),
                    key.value(),
                    ValueCleaner.text(alias.value()),
                    ValueCleaner.millis(alias.firstSeen()),
                    ValueCleaner.millis(alias.lastSeen())
                });
            } else {
                row[5] = ValueCleaner.millis(alias.lastSeen()); // one statement cannot change a row twice
            }
        }
        aliasRows.insert(connection, List.copyOf(rows.values()));
    }

    void removeAliases(Connection connection, Collection<PersonAlias> aliases) throws SQLException {
        if (aliases.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                tables.sql("DELETE FROM ${sg_alias} WHERE person_id = ? AND kind = ? AND value_key = ?"))) {
            for (PersonAlias alias : aliases) {
                AliasKey key = AliasKey.of(alias);
                statement.setLong(1, key.person());
                statement.setString(2, key.kind());
                statement.setString(3, key.value());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static @Nullable Object[] values(Person person) {
        return new @Nullable Object[] {
            person.id(),
            person.version(),
            person.name(),
            ValueCleaner.folded(person.name()),
            person.discordId(),
            person.twitch(),
            person.hostUser(),
            person.mergedInto(),
            ValueCleaner.millis(person.createdAt()),
            ValueCleaner.optionalMillis(person.unusedSince())
        };
    }

    /** The key of a row. */
    private record AliasKey(long person, String kind, String value) {
        static AliasKey of(PersonAlias alias) {
            return new AliasKey(alias.person(), alias.kind().name(), key(ValueCleaner.text(alias.value())));
        }
    }
}
