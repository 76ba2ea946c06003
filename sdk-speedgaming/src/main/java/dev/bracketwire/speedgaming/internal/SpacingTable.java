// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import dev.bracketwire.store.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the turns of a host in {@code sg_budget}: a row with the number of the last turn, whether its request is under way,
 * its end, and when that was set. Each change locks the row first. A turn that is under way also lasts for as long as its
 * request may need, in case its process ends meanwhile.
 */
final class SpacingTable {
    private static final Migrations MIGRATIONS = Migrations.named("speedgaming_budget")
            .step(
                    "V1__budget",
                    "CREATE TABLE ${sg_budget} (host text PRIMARY KEY, turn bigint NOT NULL, under_way int NOT NULL,"
                            + " ends_at bigint NOT NULL, set_at bigint NOT NULL)");

    // How often to look whether a request that is under way has ended.
    private static final long LOOK = 1_000;

    private final Database db;
    private final String host;
    private final long spacing;
    private final long reserve;
    private final boolean postgres;
    private final @Nullable InstantSource dates;

    SpacingTable(Database db, String host, Duration spacing, Duration reserve, @Nullable InstantSource dates) {
        this.db = db;
        this.host = host;
        this.spacing = millis(spacing);
        this.reserve = millis(reserve);
        this.postgres = db.engine() == DatabaseEngine.POSTGRESQL;
        this.dates = postgres || dates != null ? dates : Clock.systemUTC();
        db.migrate(MIGRATIONS).get();
    }

    /** Takes the next turn if the last one is over, else gives the time after which to ask again. */
    CompletableFuture<Turn> take() {
        return db.write(connection -> {
                    Row row = locked(connection);
                    if (row.now < row.ends) {
                        return new Turn(row.turn, Duration.ofMillis(delay(row)));
                    }
                    set(connection, row.turn + 1, true, row.now + spacing + reserve, row.now);
                    return new Turn(row.turn + 1, Duration.ZERO);
                })
                .start();
    }

    // While a request is under way, its turn may end before the reserve is over.
    private long delay(Row row) {
        long left = row.ends - row.now;
        return row.underWay ? Math.max(left - reserve, Math.min(left, LOOK)) : left;
    }

    /** Ends the request of this turn, and lets the turn last for this time from now. */
    CompletableFuture<Boolean> finish(long turn, Duration time) {
        return db.write(connection -> {
                    Row row = locked(connection);
                    boolean own = row.turn == turn;
                    long ends = row.now + millis(time);
                    set(connection, row.turn, row.underWay && !own, own ? ends : Math.max(row.ends, ends), row.now);
                    return own;
                })
                .start();
    }

    /** Ends the turn of this number, if it is still the last one. */
    CompletableFuture<Boolean> giveBack(long turn) {
        return db.write(connection -> {
                    Row row = locked(connection);
                    if (row.turn == turn) {
                        set(connection, turn, false, row.now, row.now);
                    }
                    return row.turn == turn;
                })
                .start();
    }

    private Row locked(Connection connection) throws SQLException {
        String table = db.table("sg_budget");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                + " (host, turn, under_way, ends_at, set_at)" + " VALUES (?, 0, 0, 0, 0) ON CONFLICT DO NOTHING")) {
            insert.setString(1, host);
            insert.executeUpdate();
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT turn, under_way, ends_at, set_at FROM "
                + table + " WHERE host = ?" + (postgres ? " FOR UPDATE" : ""))) {
            select.setString(1, host);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long turn = row.getLong(1);
                boolean underWay = row.getInt(2) != 0;
                long ends = row.getLong(3);
                long since = row.getLong(4);
                // After the lock, as the wait for it takes time.
                long now = now(connection);
                if (now < since) {
                    // The clock was set back. The whole turn begins again, instead of lasting for hours.
                    ends = now + (ends - since);
                    set(connection, turn, underWay, ends, now);
                }
                return new Row(turn, underWay, ends, now);
            }
        }
    }

    private void set(Connection connection, long turn, boolean underWay, long ends, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + db.table("sg_budget")
                + " SET turn = ?, under_way = ?, ends_at = ?, set_at = ?" + " WHERE host = ?")) {
            update.setLong(1, turn);
            update.setInt(2, underWay ? 1 : 0);
            update.setLong(3, ends);
            update.setLong(4, now);
            update.setString(5, host);
            update.executeUpdate();
        }
    }

    private long now(Connection connection) throws SQLException {
        if (dates != null) {
            return dates.millis();
        }
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT (extract(epoch from clock_timestamp()) * 1000)::bigint");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    // A part of a millisecond counts as one.
    private static long millis(Duration time) {
        return time.plusNanos(999_999).toMillis();
    }

    /**
     * Reports whether a turn was taken.
     *
     * @param number the number of the turn, to give it back
     * @param delay zero if it was taken, else the time after which to ask again
     */
    record Turn(long number, Duration delay) {}

    private record Row(long turn, boolean underWay, long ends, long now) {}
}
