// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.TokenSealer;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps tokens in a table of a database, so that several nodes share them: one row for each name, encrypted for that name
 * under the current key. The rows are named by digests, so the names cannot be read from them.
 *
 * <pre>{@code
 * TokenStore store = DatabaseTokenStore.in(db, KeyRing.of("2026-11", Secret.env("TOKEN_KEY")));
 * }</pre>
 */
public final class DatabaseTokenStore implements TokenStore {
    private final Database db;
    private final String table;
    private final TokenSealer sealer;

    private DatabaseTokenStore(Database db, KeyRing keys) {
        this.db = db;
        this.table = db.table("token");
        this.sealer = TokenSealer.with(keys);
    }

    /**
     * Keeps tokens in the table {@code token}, which the database makes when it opens.
     *
     * @throws dev.bracketwire.ConfigurationException if there is no current key
     */
    public static TokenStore in(Database db, KeyRing keys) {
        return new DatabaseTokenStore(db, keys);
    }

    @Override
    public Call<Optional<Tokens>> find(String name) {
        String digest = TokenSealer.digest(name);
        return db.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT sealed FROM " + table + " WHERE name = ?")) {
                query.setString(1, digest);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(sealer.open(row.getBytes(1), digest, where(digest)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public Call<Void> keep(String name, Tokens tokens) {
        String digest = TokenSealer.digest(name);
        return write(connection -> keep(connection, digest, tokens));
    }

    private Call<Void> write(Database.Work<Integer> work) {
        return db.write(work).then(rows -> Call.of(context -> CompletableFuture.completedFuture(null)));
    }

    private int keep(Connection connection, String digest, Tokens tokens) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO " + table
                + " (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed")) {
            upsert.setString(1, digest);
            upsert.setBytes(2, sealer.seal(tokens, digest));
            return upsert.executeUpdate();
        }
    }

    @Override
    public Call<Void> forget(String name) {
        return write(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE name = ?")) {
                delete.setString(1, TokenSealer.digest(name));
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public Call<Integer> reseal() {
        return db.write(connection -> {
            Map<String, Tokens> old = old(connection);
            for (Map.Entry<String, Tokens> entry : old.entrySet()) {
                keep(connection, entry.getKey(), entry.getValue());
            }
            return old.size();
        });
    }

    private Map<String, Tokens> old(Connection connection) throws SQLException {
        String lock = db.engine() == DatabaseEngine.POSTGRESQL ? " FOR UPDATE" : "";
        Map<String, Tokens> old = new TreeMap<>();
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT name, sealed FROM " + table + " ORDER BY name" + lock)) {
            while (rows.next()) {
                String digest = rows.getString(1);
                byte[] sealed = rows.getBytes(2);
                if (!sealer.isCurrent(sealed, where(digest))) {
                    old.put(digest, sealer.open(sealed, digest, where(digest)));
                }
            }
        }
        return old;
    }

    private String where(String digest) {
        return table + " under " + digest;
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "TokenStore[" + table + "]";
    }
}
