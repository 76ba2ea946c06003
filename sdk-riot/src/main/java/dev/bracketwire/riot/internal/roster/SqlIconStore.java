// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps in a database which icons are asked for. */
public final class SqlIconStore implements IconStore {
    private final Database db;
    private final String table;

    /** Uses a table that is there. */
    public SqlIconStore(Database db) {
        this.db = db;
        this.table = db.table("ign_icon");
    }

    @Override
    public Call<Optional<AskedIcon>> find(KeyedPuuid account) {
        return db.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT id, platform, icon_before, icon, until,"
                    + " state, wrong, misses, misses_until, looker, version FROM " + table
                    + " WHERE fingerprint = ? AND puuid = ?")) {
                query.setString(1, account.keyFingerprint());
                query.setString(2, account.puuid().value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(asked(account, row)) : Optional.<AskedIcon>empty();
                }
            }
        });
    }

    private static AskedIcon asked(KeyedPuuid account, ResultSet row) throws SQLException {
        return new AskedIcon(
                account,
                row.getString("id"),
                Platform.valueOf(row.getString("platform")),
                row.getInt("icon_before"),
                row.getInt("icon"),
                Instant.ofEpochMilli(row.getLong("until")),
                AskedIcon.State.valueOf(row.getString("state")),
                numbers(row.getString("wrong")),
                row.getInt("misses"),
                Instant.ofEpochMilli(row.getLong("misses_until")),
                row.getString("looker"),
                row.getLong("version"));
    }

    private static Set<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    @Override
    public Call<Boolean> put(@Nullable AskedIcon before, AskedIcon after) {
        return db.write(
                connection -> (before == null ? insert(connection, after) : update(connection, before, after)) > 0);
    }

    private int insert(Connection connection, AskedIcon asked) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table
                + " (id, platform, icon_before, icon, until, state, wrong, misses, misses_until, looker, kept, version,"
                + " fingerprint, puuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            set(statement, asked);
            return statement.executeUpdate();
        }
    }

    private int update(Connection connection, AskedIcon before, AskedIcon after) throws SQLException {
        // A version alone begins anew where a row was dropped and made again.
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + table
                + " SET id = ?, platform = ?, icon_before = ?, icon = ?, until = ?, state = ?, wrong = ?, misses = ?,"
                + " misses_until = ?, looker = ?, kept = ?, version = ?"
                + " WHERE fingerprint = ? AND puuid = ? AND id = ? AND version = ?")) {
            int next = set(statement, after);
            statement.setString(next, before.id());
            statement.setLong(next + 1, before.version());
            return statement.executeUpdate();
        }
    }

    private static int set(PreparedStatement statement, AskedIcon asked) throws SQLException {
        statement.setString(1, asked.id());
        statement.setString(2, asked.platform().name());
        statement.setInt(3, asked.before());
        statement.setInt(4, asked.icon());
        statement.setLong(5, asked.until().toEpochMilli());
        statement.setString(6, asked.state().name());
        statement.setString(
                7, asked.wrong().stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")));
        statement.setInt(8, asked.misses());
        statement.setLong(9, asked.missesUntil().toEpochMilli());
        statement.setString(10, asked.looker());
        statement.setLong(11, asked.keptUntil().toEpochMilli());
        statement.setLong(12, asked.version());
        statement.setString(13, asked.account().keyFingerprint());
        statement.setString(14, asked.account().puuid().value());
        return 15;
    }

    @Override
    public Call<Integer> forget(Instant now) {
        return db.write(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE kept <= ?")) {
                statement.setLong(1, now.toEpochMilli());
                return statement.executeUpdate();
            }
        });
    }
}
