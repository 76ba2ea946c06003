// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that runs Flyway in the same database, before us and after us. */
class FlywayTest {
    @TempDir
    Path folder;

    @BeforeEach
    void script() throws IOException {
        Files.writeString(folder.resolve("V1__host.sql"), "CREATE TABLE host_table (id int);");
    }

    private FluentConfiguration flyway(DataSource pool) {
        return Flyway.configure().dataSource(pool).locations("filesystem:" + folder);
    }

    private DataSource postgres() throws SQLException {
        String name = Postgres.schema();
        try (Connection connection = Postgres.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Postgres.pool(name);
    }

    private DataSource sqlite() {
        return Pools.of("jdbc:sqlite:" + folder.resolve("host.db"));
    }

    private static void works(DataSource pool) {
        try (Database db =
                Database.builder().migrations(DatabaseContract.LEAGUE).of(pool)) {
            assertThat(db.migrate(DatabaseContract.LEAGUE).get()).isEmpty();
        }
    }

    @Test
    void flyway_beforeUsOnPostgres_bothWork() throws SQLException {
        DataSource pool = postgres();
        assertThat(flyway(pool).load().migrate().migrationsExecuted).isEqualTo(1);
        works(pool);
        assertThat(flyway(pool).load().validateWithResult().validationSuccessful)
                .isTrue();
    }

    @Test
    void flyway_afterUsOnPostgres_bothWork() throws SQLException {
        DataSource pool = postgres();
        works(pool);
        assertThat(flyway(pool).load().migrate().migrationsExecuted).isEqualTo(1);
        works(pool);
    }

    @Test
    void flyway_beforeUsOnSqlite_bothWork() {
        assertThat(flyway(sqlite()).load().migrate().migrationsExecuted).isEqualTo(1);
        works(sqlite());
        assertThat(flyway(sqlite()).load().validateWithResult().validationSuccessful)
                .isTrue();
    }

    /** SQLite has one schema: Flyway sees our tables and has to be told to begin below its first version. */
    @Test
    void flyway_afterUsOnSqliteWithBaseline_bothWork() {
        works(sqlite());
        Flyway host =
                flyway(sqlite()).baselineOnMigrate(true).baselineVersion("0").load();
        assertThat(host.migrate().migrationsExecuted).isEqualTo(1);
        works(sqlite());
    }
}
