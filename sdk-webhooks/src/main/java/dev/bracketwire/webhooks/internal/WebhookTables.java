// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import dev.bracketwire.store.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the tables of this module in SQL, and reads the time that its rows go by.
 *
 * <p>{@code webhook_delivery} holds only deliveries that still need attempts; finished deliveries move to
 * {@code webhook_finished}, so that the queue stays small. {@code webhook_lane} holds what changes with the attempts to a
 * subscription: its holds, failures and tokens. Publishers never write to a lane, so they never wait for each other.
 * {@code webhook_handled} holds the messages whose handler has committed its own transaction.
 */
public final class WebhookTables {
    private static final Pattern HOLE = Pattern.compile("\\$\\{([a-z_]+)}");

    private static final String TABLES = """
        CREATE TABLE ${webhook_version} (id int PRIMARY KEY, version bigint NOT NULL);
        INSERT INTO ${webhook_version} (id, version) VALUES (1, 1);
        CREATE TABLE ${webhook_subscription} (id text PRIMARY KEY, options text NOT NULL, sealed BYTES,
            state text NOT NULL, reason text NOT NULL, version bigint NOT NULL, created_at bigint NOT NULL);
        CREATE TABLE ${webhook_lane} (subscription_id text PRIMARY KEY, hold_until bigint NOT NULL DEFAULT 0,
            breaker int NOT NULL DEFAULT 0, open_ms bigint NOT NULL DEFAULT 0, failures int NOT NULL DEFAULT 0,
            failing_since bigint NOT NULL DEFAULT 0, alerted int NOT NULL DEFAULT 0,
            tokens double precision NOT NULL DEFAULT 0, tokens_at bigint NOT NULL DEFAULT 0);
        CREATE TABLE ${webhook_type} (name text PRIMARY KEY, description text NOT NULL, json_schema text);
        CREATE TABLE ${webhook_message} (id text PRIMARY KEY, type text NOT NULL, idempotency_key text UNIQUE,
            order_key text, channels text NOT NULL, payload BYTES NOT NULL, traceparent text,
            created_at bigint NOT NULL);
        CREATE INDEX #{webhook_message_created} ON ${webhook_message} (created_at);
        CREATE TABLE ${webhook_subject} (subject text NOT NULL, message_id text NOT NULL,
            PRIMARY KEY (subject, message_id));
        CREATE INDEX #{webhook_subject_message} ON ${webhook_subject} (message_id);
        CREATE TABLE ${webhook_delivery} (id IDENTITY, message_id text NOT NULL, subscription_id text NOT NULL,
            order_key text BYTEWISE, attempt int NOT NULL, once int NOT NULL, due_at bigint NOT NULL, lease text,
            last_status int, last_error text NOT NULL, created_at bigint NOT NULL)FILL;
        CREATE INDEX #{webhook_delivery_due} ON ${webhook_delivery} (subscription_id, due_at, id)
            WHERE order_key IS NULL;
        CREATE INDEX #{webhook_delivery_ordered} ON ${webhook_delivery} (subscription_id, order_key, id)
            WHERE order_key IS NOT NULL;
        CREATE INDEX #{webhook_delivery_leased} ON ${webhook_delivery} (subscription_id) WHERE lease IS NOT NULL;
        CREATE INDEX #{webhook_delivery_message} ON ${webhook_delivery} (message_id);
        CREATE TABLE ${webhook_finished} (id bigint PRIMARY KEY, message_id text NOT NULL,
            subscription_id text NOT NULL, type text NOT NULL, state text NOT NULL, attempt int NOT NULL,
            last_status int, last_error text NOT NULL, created_at bigint NOT NULL, finished_at bigint NOT NULL);
        CREATE INDEX #{webhook_finished_at} ON ${webhook_finished} (finished_at);
        CREATE INDEX #{webhook_finished_message} ON ${webhook_finished} (message_id);
        CREATE INDEX #{webhook_finished_subscription} ON ${webhook_finished} (subscription_id, id);
        CREATE TABLE ${webhook_attempt} (delivery_id bigint NOT NULL, number int NOT NULL, at bigint NOT NULL,
            took_ms bigint NOT NULL, succeeded int NOT NULL, status int, error text NOT NULL, url text NOT NULL,
            request_headers text NOT NULL, reply_headers text NOT NULL, reply_body text NOT NULL,
            PRIMARY KEY (delivery_id, number));
        """;

    /** The steps by which the tables come to be. */
    public static final Migrations MIGRATIONS = Migrations.named("webhooks")
            .step(
                    "V1__webhooks",
                    TABLES.replace("BYTES", "blob")
                            .replace(" BYTEWISE", "")
                            .replace("IDENTITY", "integer PRIMARY KEY AUTOINCREMENT")
                            .replace("FILL", ""),
                    TABLES.replace("BYTES", "bytea")
                            .replace("BYTEWISE", "COLLATE \"C\"")
                            .replace("IDENTITY", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
                            .replace(
                                    "FILL",
                                    " WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01,"
                                            + " autovacuum_vacuum_threshold = 1000)"))
            .step("V2__handled", "CREATE TABLE ${webhook_handled} (message_id text PRIMARY KEY)");

    private final Database db;
    private final @Nullable InstantSource dates;
    private final String now;
    private final Map<String, String> filled = new ConcurrentHashMap<>();

    /**
     * Reads times from the database on PostgreSQL, where nodes share the rows, and from the clock else.
     *
     * @param clock the clock of the host; null for the system's
     */
    public WebhookTables(Database db, @Nullable InstantSource clock) {
        this.db = db;
        boolean shared = isPostgres() && clock == null;
        this.dates = shared ? null : clock == null ? Clock.systemUTC() : clock;
        this.now = isPostgres()
                ? "COALESCE(CAST(? AS bigint), (extract(epoch from clock_timestamp()) * 1000)::bigint)"
                : "?";
    }

    /** Returns the database. */
    public Database db() {
        return db;
    }

    /** Whether nodes may share the tables. */
    public boolean isPostgres() {
        return db.engine() == DatabaseEngine.POSTGRESQL;
    }

    /** Fills in the names of tables, and {@code NOW} for the present time, which takes one parameter, {@link #bindNow}. */
    public String sql(String text) {
        return filled.computeIfAbsent(
                text,
                key -> HOLE.matcher(key)
                        .replaceAll(hole -> db.table(hole.group(1)))
                        .replace("NOW", now));
    }

    /** Sets the parameter of {@code NOW}. */
    public void bindNow(PreparedStatement statement, int index) throws SQLException {
        if (dates == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, dates.millis());
        }
    }

    /** Returns the present time in milliseconds. */
    public long now(Connection connection) throws SQLException {
        if (dates != null) {
            return dates.millis();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql("SELECT NOW"))) {
            bindNow(statement, 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
