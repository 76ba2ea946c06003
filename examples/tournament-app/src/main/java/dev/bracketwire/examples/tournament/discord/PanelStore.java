// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Ports;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of the bot: the message of each tournament's panel, and the plans that wait to be confirmed. */
final class PanelStore {
    private static final Migrations STEPS = Migrations.named("discord").step("V1__panels", """
            CREATE TABLE ${guilds} (guild text PRIMARY KEY, organisation text NOT NULL);
            CREATE TABLE ${panels} (tournament text PRIMARY KEY, guild text NOT NULL, channel text NOT NULL,
                message text, nonce text NOT NULL, registered_role text, checked_in_role text);
            CREATE TABLE ${panel_plans} (id text PRIMARY KEY, account text NOT NULL, command text NOT NULL,
                command_json text NOT NULL, at bigint NOT NULL)""");
    private static final Duration PLANS_KEPT = Duration.ofDays(1);

    private final Database db;

    PanelStore(Database db) {
        this.db = db;
        db.migrate(STEPS).get();
    }

    /**
     * A panel.
     *
     * @param tournament the tournament
     * @param guild the id of the server
     * @param channel the id of the channel
     * @param message the id of the message; null until it is posted
     * @param nonce the mark of the message, so that it is posted once even if the bot ends before it has kept the id
     * @param roles the ids of the roles that follow the entries
     */
    record Panel(
            String tournament,
            String guild,
            String channel,
            @Nullable String message,
            String nonce,
            Map<Ports.Role, String> roles) {
        Panel {
            roles = Map.copyOf(roles);
        }

        static Panel unposted(String tournament, String guild, String channel, Map<Ports.Role, String> roles) {
            return new Panel(tournament, guild, channel, null, nextNonce(), roles);
        }

        Panel posted(String id) {
            return new Panel(tournament, guild, channel, id, nonce, roles);
        }

        Panel lost() {
            return new Panel(tournament, guild, channel, null, nextNonce(), roles);
        }

        Set<String> roleIds() {
            return new TreeSet<>(roles.values());
        }

        private static String nextNonce() {
            return "p-" + RandomIds.letters(16).toLowerCase(Locale.ROOT);
        }
    }

    Call<List<Panel>> panels() {
        return db.read(
                connection -> sql(connection).list("SELECT * FROM ${panels} ORDER BY tournament", PanelStore::panel));
    }

    Call<Optional<Panel>> find(String tournament) {
        return db.read(connection ->
                sql(connection).find("SELECT * FROM ${panels} WHERE tournament = ?", PanelStore::panel, tournament));
    }

    /** Binds a server to an organisation unless it is bound, and returns the organisation that it is bound to. */
    Call<String> bind(String guild, String organisation) {
        return db.write(connection -> {
            sql(connection)
                    .update(
                            "INSERT INTO ${guilds} (guild, organisation) VALUES (?, ?) ON CONFLICT (guild) DO NOTHING",
                            guild,
                            organisation);
            return sql(connection)
                    .find("SELECT organisation FROM ${guilds} WHERE guild = ?", row -> row.getString(1), guild)
                    .orElseThrow();
        });
    }

    /** Stores the panel, and replaces the earlier one of the tournament. */
    Call<Boolean> put(Panel panel) {
        return db.write(connection -> {
            SqlSession sql = sql(connection);
            sql.update("DELETE FROM ${panels} WHERE tournament = ?", panel.tournament());
            sql.update(
                    "INSERT INTO ${panels} (tournament, guild, channel, message, nonce, registered_role,"
                            + " checked_in_role) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    panel.tournament(),
                    panel.guild(),
                    panel.channel(),
                    panel.message(),
                    panel.nonce(),
                    panel.roles().get(Ports.Role.REGISTERED),
                    panel.roles().get(Ports.Role.CHECKED_IN));
            return true;
        });
    }

    /** Replaces a panel unless it was set up again since. */
    Call<Boolean> replace(Panel before, Panel after) {
        return db.write(connection -> sql(connection)
                        .update(
                                "UPDATE ${panels} SET message = ?, nonce = ? WHERE tournament = ? AND nonce = ?",
                                after.message(),
                                after.nonce(),
                                before.tournament(),
                                before.nonce())
                == 1);
    }

    /** Stores a command that its account may confirm, and returns the id of the plan. */
    Call<String> keepPlan(String account, Command confirmed, Instant now) {
        String id = RandomIds.letters(12);
        return db.write(connection -> {
            SqlSession sql = sql(connection);
            sql.update("DELETE FROM ${panel_plans} WHERE at < ?", now.minus(PLANS_KEPT));
            sql.update(
                    "INSERT INTO ${panel_plans} (id, account, command, command_json, at) VALUES (?, ?, ?, ?, ?)",
                    id,
                    account,
                    Commands.name(confirmed),
                    AppJson.write(confirmed),
                    now);
            return id;
        });
    }

    /** Takes a plan of the account out of the store; empty if it is not there or belongs to another account. */
    Call<Optional<Command>> takePlan(String id, String account) {
        return db.write(connection -> {
            SqlSession sql = sql(connection);
            Optional<Command> plan = sql.find(
                    "SELECT command, command_json FROM ${panel_plans} WHERE id = ? AND account = ?",
                    row -> AppJson.read(
                            row.getString("command_json"),
                            Objects.requireNonNull(Commands.all().get(row.getString("command")))),
                    id,
                    account);
            sql.update("DELETE FROM ${panel_plans} WHERE id = ? AND account = ?", id, account);
            return plan;
        });
    }

    private SqlSession sql(Connection connection) {
        return new SqlSession(db, connection);
    }

    private static Panel panel(ResultSet row) throws SQLException {
        Map<Ports.Role, String> roles = new java.util.EnumMap<>(Ports.Role.class);
        String registered = row.getString("registered_role");
        if (registered != null) {
            roles.put(Ports.Role.REGISTERED, registered);
        }
        String checkedIn = row.getString("checked_in_role");
        if (checkedIn != null) {
            roles.put(Ports.Role.CHECKED_IN, checkedIn);
        }
        return new Panel(
                row.getString("tournament"),
                row.getString("guild"),
                row.getString("channel"),
                row.getString("message"),
                row.getString("nonce"),
                roles);
    }
}
