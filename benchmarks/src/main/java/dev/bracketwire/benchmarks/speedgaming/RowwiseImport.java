// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.speedgaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;

/**
 * The same body by plain JDBC as existing importers write it: for each match a select and an insert, for each player and each
 * member of the crew a select and an insert of the user and of the place in the match, and a commit for each episode. It
 * keeps no log, no aliases and no body.
 */
final class RowwiseImport implements AutoCloseable {
    private static final String SCHEMA = "rowwise";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final PreparedStatement findMatch;
    private final PreparedStatement addMatch;
    private final PreparedStatement findUser;
    private final PreparedStatement addUser;
    private final PreparedStatement findPlace;
    private final PreparedStatement addPlace;

    private RowwiseImport(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        this.findMatch = connection.prepareStatement("SELECT id FROM rowwise.matches WHERE episode_id = ?");
        this.addMatch = connection.prepareStatement(
                "INSERT INTO rowwise.matches (episode_id, tournament, title, scheduled_at, stream, approved)"
                        + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id");
        this.findUser = connection.prepareStatement("SELECT id FROM rowwise.users WHERE discord_id = ?");
        this.addUser = connection.prepareStatement(
                "INSERT INTO rowwise.users (discord_id, display_name, discord_tag, twitch) VALUES (?, ?, ?, ?)"
                        + " RETURNING id");
        this.findPlace = connection.prepareStatement(
                "SELECT id FROM rowwise.places WHERE match_id = ? AND user_id = ? AND role = ?");
        this.addPlace = connection.prepareStatement(
                "INSERT INTO rowwise.places (match_id, user_id, role, approved) VALUES (?, ?, ?, ?)");
    }

    /** Imports into new tables, removes them, and returns the seconds of the import. */
    static double run(DataSource pool, byte[] body) throws IOException, SQLException {
        create(pool);
        double seconds;
        try (Connection connection = pool.getConnection();
                RowwiseImport peer = new RowwiseImport(connection)) {
            long began = System.nanoTime();
            for (JsonNode episode : JSON.readTree(body)) {
                peer.add(episode);
                connection.commit();
            }
            seconds = (System.nanoTime() - began) / 1e9;
        }
        drop(pool, SCHEMA);
        return seconds;
    }

    static void drop(DataSource pool, String schema) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE");
        }
    }

    private static void create(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : List.of(
                    "CREATE SCHEMA rowwise",
                    "CREATE TABLE rowwise.users (id bigserial PRIMARY KEY, discord_id bigint UNIQUE,"
                            + " display_name text NOT NULL, discord_tag text NOT NULL, twitch text NOT NULL)",
                    "CREATE TABLE rowwise.matches (id bigserial PRIMARY KEY, episode_id bigint UNIQUE,"
                            + " tournament text NOT NULL, title text NOT NULL, scheduled_at timestamptz,"
                            + " stream text NOT NULL, approved boolean NOT NULL)",
                    "CREATE TABLE rowwise.places (id bigserial PRIMARY KEY,"
                            + " match_id bigint NOT NULL REFERENCES rowwise.matches,"
                            + " user_id bigint NOT NULL REFERENCES rowwise.users, role text NOT NULL,"
                            + " approved boolean NOT NULL, UNIQUE (match_id, user_id, role))")) {
                statement.execute(each);
            }
        }
    }

    private void add(JsonNode episode) throws SQLException {
        long match = match(episode);
        for (JsonNode player : episode.path("match1").path("players")) {
            place(match, user(player), "players", true);
        }
        for (String role : List.of("commentators", "trackers", "broadcasters", "helpers")) {
            for (JsonNode signUp : episode.path(role)) {
                place(match, user(signUp), role, signUp.path("approved").asBoolean());
            }
        }
    }

    private long match(JsonNode episode) throws SQLException {
        findMatch.setLong(1, episode.path("id").asLong());
        long found = id(findMatch);
        if (found != 0) {
            return found;
        }
        addMatch.setLong(1, episode.path("id").asLong());
        addMatch.setString(2, episode.path("event").path("slug").asText());
        addMatch.setString(3, episode.path("title").asText());
        addMatch.setObject(4, OffsetDateTime.parse(episode.path("when").asText()));
        addMatch.setString(5, episode.path("channels").path(0).path("slug").asText());
        addMatch.setBoolean(6, episode.path("approved").asBoolean());
        return id(addMatch);
    }

    private long user(JsonNode person) throws SQLException {
        long discord = Long.parseLong(person.path("discordId").asText());
        findUser.setLong(1, discord);
        long found = id(findUser);
        if (found != 0) {
            return found;
        }
        addUser.setLong(1, discord);
        addUser.setString(2, person.path("displayName").asText());
        addUser.setString(3, person.path("discordTag").asText());
        addUser.setString(4, person.path("publicStream").asText());
        return id(addUser);
    }

    private void place(long match, long user, String role, boolean approved) throws SQLException {
        findPlace.setLong(1, match);
        findPlace.setLong(2, user);
        findPlace.setString(3, role);
        if (id(findPlace) == 0) {
            addPlace.setLong(1, match);
            addPlace.setLong(2, user);
            addPlace.setString(3, role);
            addPlace.setBoolean(4, approved);
            addPlace.executeUpdate();
        }
    }

    private static long id(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : List.of(findMatch, addMatch, findUser, addUser, findPlace, addPlace)) {
            each.close();
        }
        connection.setAutoCommit(true);
    }
}
