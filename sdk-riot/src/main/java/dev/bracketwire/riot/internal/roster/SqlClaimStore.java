// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.verify.Claim;
import dev.bracketwire.riot.ign.verify.Transition;
import dev.bracketwire.riot.ign.verify.VerificationState;
import dev.bracketwire.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps claims in a database. */
public final class SqlClaimStore implements ClaimStore {
    private final Database db;
    private final String claims;
    private final String steps;

    /** Uses tables that are there. */
    public SqlClaimStore(Database db) {
        this.db = db;
        this.claims = db.table("ign_claim");
        this.steps = db.table("ign_step");
    }

    @Override
    public Call<Optional<Claim>> find(String entrant, String text) {
        return db.read(connection ->
                claims(connection, " AND typed = ?", entrant, text).stream().findFirst());
    }

    @Override
    public Call<List<Claim>> of(String entrant) {
        return db.read(connection -> claims(connection, " ORDER BY typed", entrant));
    }

    private List<Claim> claims(Connection connection, String rest, String... values) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT entrant, typed, state, reason, puuid, game_name,"
                        + " tag, fingerprint, proof, since, version FROM " + claims + " WHERE entrant = ?" + rest)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                List<Claim> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(claim(rows));
                }
                return found;
            }
        }
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getString("entrant"),
                row.getString("typed"),
                VerificationState.valueOf(row.getString("state")),
                row.getString("reason"),
                account(row.getString("puuid"), row.getString("game_name"), row.getString("tag")),
                row.getString("fingerprint"),
                row.getString("proof"),
                Instant.ofEpochMilli(row.getLong("since")),
                row.getLong("version"));
    }

    private static @Nullable Account account(@Nullable String puuid, @Nullable String name, @Nullable String tag) {
        return puuid == null
                ? null
                : new Account(new Puuid(puuid), name == null ? null : new RiotId(name, Objects.requireNonNull(tag)));
    }

    @Override
    public Call<Boolean> put(@Nullable Claim before, Claim after, Transition step) {
        return db.write(connection -> {
            boolean written = before == null ? insert(connection, after) : update(connection, before, after);
            if (written) {
                note(connection, step);
            }
            return written;
        });
    }

    private boolean insert(Connection connection, Claim claim) throws SQLException {
        return run(
                connection,
                "INSERT INTO " + claims
                        + " (state, reason, puuid, game_name, tag, fingerprint, proof, since, version, entrant,"
                        + " typed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                columns(claim));
    }

    private boolean update(Connection connection, Claim before, Claim after) throws SQLException {
        List<@Nullable Object> values = columns(after);
        values.add(before.version());
        return run(
                connection,
                "UPDATE " + claims + " SET state = ?, reason = ?, puuid = ?, game_name = ?, tag = ?, fingerprint = ?,"
                        + " proof = ?, since = ?, version = ? WHERE entrant = ? AND typed = ? AND version = ?",
                values);
    }

    private static List<@Nullable Object> columns(Claim claim) {
        Account account = claim.account();
        RiotId name = account == null ? null : account.riotId();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(claim.state().name());
        values.add(claim.reason());
        values.add(account == null ? null : account.puuid().value());
        values.add(name == null ? null : name.name());
        values.add(name == null ? null : name.tag());
        values.add(claim.keyFingerprint());
        values.add(claim.proof());
        values.add(claim.since().toEpochMilli());
        values.add(claim.version());
        values.add(claim.entrant());
        values.add(claim.text());
        return values;
    }

    private void note(Connection connection, Transition step) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(step.entrant());
        values.add(step.from() == null ? null : step.from().name());
        values.add(step.to().name());
        values.add(step.reason());
        values.add(step.actor());
        values.add(step.at().toEpochMilli());
        run(
                connection,
                "INSERT INTO " + steps + " (entrant, came_from, went_to, reason, actor, at) VALUES (?, ?, ?, ?, ?, ?)",
                values);
    }

    private static boolean run(Connection connection, String sql, List<@Nullable Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement.executeUpdate() > 0;
        }
    }

    @Override
    public Call<List<Transition>> log(String entrant) {
        return db.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT came_from, went_to, reason, actor, at FROM " + steps + " WHERE entrant = ? ORDER BY id")) {
                query.setString(1, entrant);
                try (ResultSet rows = query.executeQuery()) {
                    List<Transition> log = new ArrayList<>();
                    while (rows.next()) {
                        String from = rows.getString(1);
                        log.add(new Transition(
                                entrant,
                                from == null ? null : VerificationState.valueOf(from),
                                VerificationState.valueOf(rows.getString(2)),
                                rows.getString(3),
                                rows.getString(4),
                                Instant.ofEpochMilli(rows.getLong(5))));
                    }
                    return log;
                }
            }
        });
    }
}
