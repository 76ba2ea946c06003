// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.store.PersonalTable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores sign-ins, for all nodes of one database: sessions of browsers, tokens of programs, sign-ins that are under
 * way, and the link for the first admin. Of all secrets the database holds hashes only.
 */
final class Sessions {
    /** Creates the tables. */
    static final Migrations STEPS = Migrations.named("sessions").step("V1__sessions", """
            CREATE TABLE ${sessions} (id text PRIMARY KEY, person text NOT NULL, expires bigint NOT NULL);
            CREATE INDEX #{sessions_person} ON ${sessions} (person);
            CREATE TABLE ${api_tokens} (id text PRIMARY KEY, name text NOT NULL, person text NOT NULL,
                for_others int NOT NULL);
            CREATE INDEX #{api_tokens_person} ON ${api_tokens} (person);
            CREATE TABLE ${sign_ins} (browser text PRIMARY KEY, state text NOT NULL, verifier text NOT NULL,
                target text NOT NULL, admin_code text, expires bigint NOT NULL);
            CREATE TABLE ${first_admin} (id text PRIMARY KEY, expires bigint NOT NULL);
            CREATE TABLE ${pruned_events} (id text PRIMARY KEY, number bigint NOT NULL);
            INSERT INTO ${pruned_events} (id, number) VALUES ('events', 0)""");

    static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration RENEWED_AFTER = Duration.ofHours(1);
    private static final Duration SIGN_IN = Duration.ofMinutes(10);
    private static final Duration ADMIN_LINK = Duration.ofHours(24);

    private final Database db;
    private final InstantSource clock;

    Sessions(Database db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
        db.migrate(STEPS).get();
    }

    /** Returns the rows about one person, for erasing and exporting. */
    static List<PersonalTable> personal() {
        return List.of(PersonalTable.of("sessions", "person"), PersonalTable.of("api_tokens", "person"));
    }

    /** Begins a session and returns its id. Only the browser stores the id. */
    String begin(String person) {
        String id = RandomSecrets.create();
        Instant now = clock.instant();
        db.write(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    sql.update("DELETE FROM ${sessions} WHERE expires <= ?", now);
                    return sql.update(
                            "INSERT INTO ${sessions} (id, person, expires) VALUES (?, ?, ?)",
                            RandomSecrets.hash(id),
                            person,
                            now.plus(LIFETIME));
                })
                .get();
        return id;
    }

    /** Returns the person of a session, and keeps the session for another 30 days. */
    Optional<String> find(String id) {
        String hash = RandomSecrets.hash(id);
        Instant now = clock.instant();
        Optional<Live> live = db.read(connection -> new SqlSession(db, connection)
                        .find(
                                "SELECT person, expires FROM ${sessions} WHERE id = ? AND expires > ?",
                                row -> new Live(row.getString(1), row.getLong(2)),
                                hash,
                                now))
                .get();
        if (live.isPresent()
                && live.get().expires < now.plus(LIFETIME).minus(RENEWED_AFTER).toEpochMilli()) {
            update("UPDATE ${sessions} SET expires = ? WHERE id = ?", now.plus(LIFETIME), hash);
        }
        return live.map(Live::person);
    }

    private record Live(String person, long expires) {}

    /** Ends a session. */
    void end(String id) {
        update("DELETE FROM ${sessions} WHERE id = ?", RandomSecrets.hash(id));
    }

    /** Returns the token that requests of a session carry, so that another site cannot send them. */
    static String csrf(String id) {
        return RandomSecrets.hash("csrf " + id);
    }

    /** Creates a token for a program, and returns the only copy. */
    String createToken(String name, String person, boolean forOthers) {
        String token = "bw_" + RandomSecrets.create();
        update(
                "INSERT INTO ${api_tokens} (id, name, person, for_others) VALUES (?, ?, ?, ?)",
                RandomSecrets.hash(token),
                name,
                person,
                forOthers ? 1 : 0);
        return token;
    }

    /** Returns the rights of a token of a program. */
    Optional<ApiToken> findToken(String token) {
        return db.read(connection -> new SqlSession(db, connection)
                        .find(
                                "SELECT name, person, for_others FROM ${api_tokens} WHERE id = ?",
                                row -> new ApiToken(row.getString(1), row.getString(2), row.getInt(3) == 1),
                                RandomSecrets.hash(token)))
                .get();
    }

    /** Stores a sign-in that has begun, and returns the secret with which the same browser finishes it. */
    String beginSignIn(SignInAttempt attempt) {
        String browser = RandomSecrets.create();
        Instant now = clock.instant();
        db.write(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    sql.update("DELETE FROM ${sign_ins} WHERE expires <= ?", now);
                    return sql.update(
                            "INSERT INTO ${sign_ins} (browser, state, verifier, target, admin_code, expires)"
                                    + " VALUES (?, ?, ?, ?, ?, ?)",
                            RandomSecrets.hash(browser),
                            attempt.state(),
                            attempt.verifier(),
                            attempt.target(),
                            attempt.adminCode(),
                            now.plus(SIGN_IN));
                })
                .get();
        return browser;
    }

    /** Returns the sign-in of a browser and forgets it, so that it can be finished once only. */
    Optional<SignInAttempt> takeSignIn(String browser) {
        String hash = RandomSecrets.hash(browser);
        return db.write(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    Optional<SignInAttempt> attempt = sql.find(
                            "SELECT * FROM ${sign_ins} WHERE browser = ? AND expires > ?",
                            row -> new SignInAttempt(
                                    row.getString("state"),
                                    row.getString("verifier"),
                                    row.getString("target"),
                                    row.getString("admin_code")),
                            hash,
                            clock.instant());
                    return sql.update("DELETE FROM ${sign_ins} WHERE browser = ?", hash) == 1
                            ? attempt
                            : Optional.<SignInAttempt>empty();
                })
                .get();
    }

    /** Returns a code that makes the first admin, and makes earlier ones invalid; empty if there is an admin. */
    Optional<String> offerFirstAdmin() {
        String code = RandomSecrets.create();
        return db.write(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    sql.update("DELETE FROM ${first_admin}");
                    if (hasAdmin(sql)) {
                        return Optional.<String>empty();
                    }
                    sql.update(
                            "INSERT INTO ${first_admin} (id, expires) VALUES (?, ?)",
                            RandomSecrets.hash(code),
                            clock.instant().plus(ADMIN_LINK));
                    return Optional.of(code);
                })
                .get();
    }

    private static boolean hasAdmin(SqlSession sql) throws SQLException {
        return sql.find(
                        "SELECT person FROM ${grants} WHERE scope = ? AND level = ?",
                        row -> row.getString(1),
                        Grant.EVERYTHING,
                        Permission.ADMIN)
                .isPresent();
    }

    /** Whether a code would make the first admin. */
    boolean isFirstAdmin(String code) {
        return db.read(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    return !hasAdmin(sql)
                            && findCode(sql, RandomSecrets.hash(code)).isPresent();
                })
                .get();
    }

    private Optional<String> findCode(SqlSession sql, String hash) throws SQLException {
        return sql.find(
                "SELECT id FROM ${first_admin} WHERE id = ? AND expires > ?",
                row -> row.getString(1),
                hash,
                clock.instant());
    }

    /** Removes the code, within the transaction that makes the admin; false if it is no longer valid. */
    boolean takeFirstAdmin(SqlSession sql, String hash) throws SQLException {
        return findCode(sql, hash).isPresent()
                && sql.update("DELETE FROM ${first_admin} WHERE id = ?", hash) == 1
                && !hasAdmin(sql);
    }

    private void update(String statement, Object... values) {
        db.write(connection -> new SqlSession(db, connection).update(statement, values))
                .get();
    }

    /**
     * A token of a program.
     *
     * @param name the name that identifies it
     * @param person the person that it belongs to
     * @param forOthers whether it may act for other people
     */
    record ApiToken(String name, String person, boolean forOthers) {}

    /**
     * A sign-in that is under way.
     *
     * @param state the state that comes back from the identity provider
     * @param verifier the secret of PKCE
     * @param target the path to which the browser goes afterwards
     * @param adminCode the hash of the code of the first admin; null for everybody else
     */
    record SignInAttempt(
            String state,
            String verifier,
            String target,
            @Nullable String adminCode) {}
}
