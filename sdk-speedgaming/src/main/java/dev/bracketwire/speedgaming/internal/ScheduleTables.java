// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import dev.bracketwire.store.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the tables of this module in SQL, and writes the SQL that differs between the engines. Times are milliseconds. */
final class ScheduleTables {
    /** Reads and writes lists within a column. */
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern HOLE = Pattern.compile("\\$\\{([a-z_]+)}");

    private static final String TABLES = """
            CREATE TABLE ${sg_match} (id IDENTITY, version bigint NOT NULL, tournament text NOT NULL,
                source_match bigint, episode bigint, part int, schedule_hash text, roster_hash text, crew_hash text,
                host_key text, state text NOT NULL, title text NOT NULL, note text NOT NULL, race_at bigint,
                broadcast_at bigint, minutes int NOT NULL, timezone text NOT NULL, approved int NOT NULL,
                streams text NOT NULL, host_fields text NOT NULL, absent_runs int, absent_since bigint,
                absent_latest bigint, created_at bigint NOT NULL, changed_at bigint NOT NULL);
            CREATE UNIQUE INDEX #{sg_match_source} ON ${sg_match} (source_match) WHERE source_match IS NOT NULL;
            CREATE UNIQUE INDEX #{sg_match_host_key} ON ${sg_match} (host_key) WHERE host_key IS NOT NULL;
            CREATE INDEX #{sg_match_episode} ON ${sg_match} (episode) WHERE episode IS NOT NULL;
            CREATE INDEX #{sg_match_tournament} ON ${sg_match} (tournament, broadcast_at);
            CREATE INDEX #{sg_match_broadcast} ON ${sg_match} (broadcast_at);
            CREATE INDEX #{sg_match_state} ON ${sg_match} (state);
            CREATE TABLE ${sg_player} (match_id bigint NOT NULL, position int NOT NULL, person_id bigint NOT NULL,
                name text NOT NULL, stream text NOT NULL, PRIMARY KEY (match_id, position));
            CREATE INDEX #{sg_player_person} ON ${sg_player} (person_id);
            CREATE TABLE ${sg_crew} (match_id bigint NOT NULL, position int NOT NULL, person_id bigint NOT NULL,
                role text NOT NULL, sign_up bigint NOT NULL, name text NOT NULL, approved int NOT NULL,
                ready int NOT NULL, language text NOT NULL, PRIMARY KEY (match_id, position));
            CREATE INDEX #{sg_crew_person} ON ${sg_crew} (person_id);
            CREATE TABLE ${sg_log} (id IDENTITY, match_id bigint NOT NULL, version bigint NOT NULL, at bigint NOT NULL,
                actor text NOT NULL, kind text NOT NULL, field text NOT NULL, before_text text NOT NULL,
                after_text text NOT NULL);
            CREATE INDEX #{sg_log_match} ON ${sg_log} (match_id, id);
            CREATE TABLE ${sg_person} (id IDENTITY, version bigint NOT NULL, name text NOT NULL, name_key text NOT NULL,
                discord_id text, twitch text, host_user text, merged_into bigint, created_at bigint NOT NULL,
                unused_since bigint);
            CREATE UNIQUE INDEX #{sg_person_discord} ON ${sg_person} (discord_id)
                WHERE discord_id IS NOT NULL AND merged_into IS NULL;
            CREATE UNIQUE INDEX #{sg_person_host} ON ${sg_person} (host_user)
                WHERE host_user IS NOT NULL AND merged_into IS NULL;
            CREATE INDEX #{sg_person_unused} ON ${sg_person} (unused_since) WHERE unused_since IS NOT NULL;
            CREATE INDEX #{sg_person_merged} ON ${sg_person} (merged_into) WHERE merged_into IS NOT NULL;
            CREATE TABLE ${sg_alias} (person_id bigint NOT NULL, kind text NOT NULL, value_key text NOT NULL,
                value text NOT NULL, first_seen bigint NOT NULL, last_seen bigint NOT NULL,
                PRIMARY KEY (person_id, kind, value_key));
            CREATE INDEX #{sg_alias_value} ON ${sg_alias} (kind, value_key);
            CREATE TABLE ${sg_suggestion} (id IDENTITY, kind text NOT NULL, tournament text NOT NULL,
                first_id bigint NOT NULL, second_id bigint NOT NULL, low_id bigint NOT NULL, high_id bigint NOT NULL,
                reasons text NOT NULL, created_at bigint NOT NULL, settled_at bigint, settled_by text);
            CREATE UNIQUE INDEX #{sg_suggestion_pair} ON ${sg_suggestion} (kind, low_id, high_id);
            CREATE INDEX #{sg_suggestion_open} ON ${sg_suggestion} (created_at) WHERE settled_at IS NULL;
            CREATE TABLE ${sg_merge} (id IDENTITY, from_id bigint NOT NULL, into_id bigint NOT NULL, actor text NOT NULL,
                at bigint NOT NULL, undone_at bigint, undo_state text);
            CREATE TABLE ${sg_run} (id IDENTITY, scope text NOT NULL, from_at bigint, to_at bigint, status text NOT NULL,
                started_at bigint NOT NULL, finished_at bigint, counts text NOT NULL, problems text NOT NULL);
            CREATE TABLE ${sg_body} (run bigint PRIMARY KEY, packed int NOT NULL, body BYTES NOT NULL);
            CREATE TABLE ${sg_applied} (slug text PRIMARY KEY, run bigint NOT NULL);
            CREATE TABLE ${sg_tournament} (slug text PRIMARY KEY, enabled int NOT NULL, name text NOT NULL,
                stream_delay bigint NOT NULL, language text NOT NULL, commentators int NOT NULL, trackers int NOT NULL,
                trackers_more int NOT NULL, broadcasters int NOT NULL);
            CREATE TABLE ${sg_state} (name text PRIMARY KEY, text text NOT NULL);
            """;

    /** The steps by which the tables are made. */
    static final Migrations MIGRATIONS = Migrations.named("speedgaming")
            .step(
                    "V1__speedgaming",
                    TABLES.replace("BYTES", "blob").replace("IDENTITY", "integer PRIMARY KEY AUTOINCREMENT"),
                    TABLES.replace("BYTES", "bytea")
                            .replace("IDENTITY", "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"));

    private final Database db;
    private final Map<String, String> filled = new ConcurrentHashMap<>();

    ScheduleTables(Database db) {
        this.db = db;
    }

    boolean isPostgres() {
        return db.engine() == DatabaseEngine.POSTGRESQL;
    }

    /** Fills in the names of tables. */
    String sql(String text) {
        return filled.computeIfAbsent(
                text, key -> HOLE.matcher(key).replaceAll(hole -> Matcher.quoteReplacement(db.table(hole.group(1)))));
    }

    /** Returns the condition that a column holds one of the values of a parameter, however many there are. */
    String in(String column) {
        return isPostgres() ? column + " = ANY (?)" : column + " IN (SELECT value FROM json_each(?))";
    }

    /** Returns the condition that a column contains the text of a parameter. */
    String contains(String column) {
        return (isPostgres() ? "strpos(" : "instr(") + column + ", ?) > 0";
    }

    /** Returns the end of a query whose rows stay as they are until the transaction ends; SQLite has one writer anyway. */
    String locked(boolean locks) {
        return locks && isPostgres() ? " FOR UPDATE" : "";
    }

    /** Sets the parameter of {@link #in} to texts. */
    void bindTexts(PreparedStatement statement, int index, Collection<String> texts) throws SQLException {
        if (isPostgres()) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts.toArray()));
        } else {
            ArrayNode array = JSON.createArrayNode();
            texts.forEach(array::add);
            statement.setString(index, array.toString());
        }
    }

    /** Sets the parameter of {@link #in} to numbers. */
    void bindNumbers(PreparedStatement statement, int index, Collection<Long> numbers) throws SQLException {
        if (isPostgres()) {
            statement.setArray(index, statement.getConnection().createArrayOf("bigint", numbers.toArray()));
        } else {
            ArrayNode array = JSON.createArrayNode();
            numbers.forEach(array::add);
            statement.setString(index, array.toString());
        }
    }

    /** Returns ids for new rows of a table, ascending, higher than all that were ever kept. */
    List<Long> newIds(Connection connection, String table, int count) throws SQLException {
        List<Long> ids = new ArrayList<>(count);
        String query = isPostgres()
                ? "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?) ORDER BY 1"
                : "SELECT COALESCE((SELECT max(seq) FROM sqlite_sequence WHERE name = ?), 0) LIMIT min(?, 1)";
        if (count == 0) {
            return ids;
        }
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, db.table(table));
            statement.setInt(2, count);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        if (!isPostgres()) {
            long last = ids.remove(0);
            for (int i = 1; i <= count; i++) {
                ids.add(last + i);
            }
        }
        return ids;
    }
}
