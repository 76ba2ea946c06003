// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    @TempDir
    Path folder;

    private static Function<String, InputStream> files(Map<String, String> texts) {
        return name -> texts.containsKey(name)
                ? new ByteArrayInputStream(texts.get(name).getBytes(StandardCharsets.UTF_8))
                : null;
    }

    @Test
    void of_files_takesTheEnginesOwnText() {
        Migrations read = Migrations.of(
                "league",
                files(Map.of(
                        "V1__a.sql", "CREATE TABLE ${a} (id int)",
                        "V2__b.sqlite.sql", "CREATE TABLE ${b} (x int)",
                        "V2__b.postgresql.sql", "CREATE TABLE ${b} (y int)")),
                "V1__a.sql",
                "V2__b.sql");
        assertThat(read).hasToString("league[V1__a, V2__b]");
        assertThat(read.scripts(DatabaseEngine.SQLITE).get(1).sql()).contains("CREATE TABLE bw_b (x int);");
        assertThat(read.scripts(DatabaseEngine.POSTGRESQL, "cup").get(1).sql()).contains("CREATE TABLE cup.b (y int);");
    }

    @Test
    void of_missingAndMisnamed_reportsAll() {
        assertThatThrownBy(() ->
                        Migrations.of("league", files(Map.of("players.sql", "SELECT 1")), "V1__a.sql", "players.sql"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("V1__a.sql is not there")
                .hasMessageContaining("players.sql a step is named like V1__players");
    }

    @Test
    void step_lowerVersionOrACommit_isRefused() {
        Migrations league = Migrations.named("league").step("V2__b", "SELECT 1");
        assertThatThrownBy(() -> league.step("V1__a", "SELECT 1")).hasMessageContaining("higher version than V2__b");
        assertThatThrownBy(() -> league.step("V3__c", "SELECT 1; commit"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("V3__c must not commit");
        assertThatThrownBy(() -> Migrations.named("a").scripts(DatabaseEngine.POSTGRESQL, "x; DROP SCHEMA y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema");
        assertThatThrownBy(() -> Migrations.named("Robert'); --")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Migrations.named("x")
                        .step("V1__a", "CREATE TABLE ${A b} (x int)")
                        .scripts(DatabaseEngine.SQLITE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void validate_missing_namesTheScripts() {
        assertThatThrownBy(
                        () -> Database.builder().schemaMode(SchemaMode.VALIDATE).open(folder.resolve("x.db")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA))
                .hasMessageContaining("lacks V1__lease, V2__token, V3__task of bracketwire");
        try (Database db = Database.open(folder.resolve("x.db"))) {
            assertThat(db.migrate(DatabaseContract.LEAGUE).get()).hasSize(2);
        }
        Migrations more = DatabaseContract.LEAGUE.step("V3__c", "SELECT 1").step("V4__d", "SELECT 1");
        assertThatThrownBy(() -> Database.builder()
                        .schemaMode(SchemaMode.VALIDATE)
                        .migrations(more)
                        .open(folder.resolve("x.db")))
                .hasMessageContaining("lacks V3__c, V4__d of league");
    }

    @Test
    void none_checksNothing() {
        try (Database db = Database.builder()
                .schemaMode(SchemaMode.NONE)
                .migrations(DatabaseContract.LEAGUE)
                .inMemory()) {
            assertThatThrownBy(() -> db.lease("x", Duration.ofSeconds(1)).get())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("bw_lease");
        }
    }

    @Test
    void scripts_runByTheHost_satisfyValidate() throws SQLException {
        Path file = folder.resolve("host.db");
        try (Connection host = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            run(host, Migrations.own(), DatabaseEngine.SQLITE, null);
            run(host, DatabaseContract.LEAGUE, DatabaseEngine.SQLITE, null);
        }
        try (Database db = Database.builder()
                .schemaMode(SchemaMode.VALIDATE)
                .migrations(DatabaseContract.LEAGUE)
                .open(file)) {
            assertThat(db.migrate(DatabaseContract.LEAGUE).get()).isEmpty();
        }
    }

    @Test
    void scripts_runByTheHostOnPostgres_satisfyValidate() throws SQLException {
        String schema = Postgres.schema();
        try (Connection host = Postgres.pool().getConnection()) {
            run(host, Migrations.own(), DatabaseEngine.POSTGRESQL, schema);
        }
        try (Database db = Database.builder()
                .schema(schema)
                .schemaMode(SchemaMode.VALIDATE)
                .of(Postgres.pool())) {
            assertThat(db.engine()).isEqualTo(DatabaseEngine.POSTGRESQL);
        }
    }

    private static void run(
            Connection host, Migrations migrations, DatabaseEngine databaseEngine, @Nullable String schema)
            throws SQLException {
        try (Statement statement = host.createStatement()) {
            for (Migrations.Script script : migrations.scripts(databaseEngine, schema)) {
                statement.executeUpdate(script.sql());
            }
        }
    }
}
