// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.run.TimeSpans;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The table of leases. A row is never deleted, so that its token only grows. */
public final class LeaseTable {
    private final DatabaseCalls databaseCalls;
    private final String owner =
            ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);

    /** Keeps the leases of a store. */
    public LeaseTable(DatabaseCalls databaseCalls) {
        this.databaseCalls = databaseCalls;
    }

    /** Makes a call that takes the lease if nobody holds it, and gives its token. */
    public Call<Optional<Long>> take(String name, Duration time) {
        long millis = TimeSpans.positive("time", time).toMillis();
        return databaseCalls.write(connection ->
                take(connection, name, millis, databaseCalls.names().now()));
    }

    /**
     * Takes the lease if nobody holds it, and gives its token.
     *
     * @param now the milliseconds since 1970, as SQL
     */
    Optional<Long> take(Connection connection, String name, long millis, String now) throws SQLException {
        String sql = "INSERT INTO " + databaseCalls.names().identifier("lease")
                + " AS held (name, owner, token, expires_at) VALUES (?, ?, 1, " + now
                + " + ?) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, token = held.token + 1,"
                + " expires_at = excluded.expires_at WHERE held.expires_at <= " + now + " RETURNING token";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, millis);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /** Makes a call that gives the holder as much time again, from now; it fails if somebody else holds it by now. */
    public Call<Boolean> renew(String name, long token, Duration time) {
        long millis = TimeSpans.positive("time", time).toMillis();
        return databaseCalls.write(connection ->
                renew(connection, name, token, databaseCalls.names().now() + " + " + millis));
    }

    /**
     * Gives the holder time until then; fails if another holds it by now.
     *
     * @param expires the milliseconds since 1970, as SQL
     */
    boolean renew(Connection connection, String name, long token, String expires) throws SQLException {
        if (!set(connection, name, token, expires)) {
            throw lost(name, token);
        }
        return true;
    }

    /** Makes a call that lets others have the lease; false if somebody has it already. */
    public Call<Boolean> release(String name, long token) {
        return databaseCalls.write(connection -> release(connection, name, token));
    }

    /** Lets others have the lease; false if another has it already. */
    boolean release(Connection connection, String name, long token) throws SQLException {
        return set(connection, name, token, "0");
    }

    private boolean set(Connection connection, String name, long token, String expires) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE "
                + databaseCalls.names().identifier("lease") + " SET expires_at = " + expires
                + " WHERE name = ? AND token = ?"
                + " AND expires_at > 0")) {
            statement.setString(1, name);
            statement.setLong(2, token);
            return statement.executeUpdate() == 1;
        }
    }

    /** Names this process and this store. */
    String owner() {
        return owner;
    }

    /** Refuses to go on if the token is not the newest, and keeps it the newest until the transaction ends. */
    public void fence(Connection connection, String name, long token) throws SQLException {
        String lock = databaseCalls.engine() == DatabaseEngine.POSTGRESQL ? " FOR SHARE" : "";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT 1 FROM " + databaseCalls.names().identifier("lease")
                        + " WHERE name = ? AND token = ? AND expires_at > 0" + lock)) {
            statement.setString(1, name);
            statement.setLong(2, token);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw lost(name, token);
                }
            }
        }
    }

    StoreException lost(String name, long token) {
        return new StoreException(
                Reason.LEASE_LOST,
                "the lease " + name + " of token " + token + " in " + databaseCalls.where()
                        + " was released or is somebody else's by now: nothing was kept; take it again",
                null);
    }
}
