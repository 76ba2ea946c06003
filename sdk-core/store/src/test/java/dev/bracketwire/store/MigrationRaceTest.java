// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that start at once, and a third that is there already. */
class MigrationRaceTest {
    @TempDir
    Path folder;

    @Test
    void migrate_twoProcessesOnSqlite_eachStepIsDoneOnce() throws Exception {
        race("sqlite", folder.resolve("race.db").toString());
    }

    @Test
    void migrate_twoProcessesOnPostgres_eachStepIsDoneOnce() throws Exception {
        race("postgres", Postgres.url(), Postgres.schema());
    }

    private static void race(String... where) throws Exception {
        List<Process> racers = List.of(start(where), start(where));
        List<BufferedReader> said = new ArrayList<>();
        for (Process racer : racers) {
            BufferedReader reader = racer.inputReader(StandardCharsets.UTF_8);
            assertThat(reader.readLine()).isEqualTo("ready");
            said.add(reader);
        }
        for (Process racer : racers) {
            racer.getOutputStream().write('\n');
            racer.getOutputStream().flush();
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < racers.size(); i++) {
            List<String> lines = said.get(i).lines().toList();
            assertThat(racers.get(i).waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(racers.get(i).exitValue()).as(String.join("\n", lines)).isZero();
            lines.stream().filter(line -> line.startsWith(MigratingProcess.DID)).forEach(all::add);
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(MigratingProcess.STEPS);
    }

    private static Process start(String... where) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MigratingProcess.class.getName()));
        command.addAll(List.of(where));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void open_anotherWritesForTooLong_isRefusedInWords() throws Exception {
        Path file = folder.resolve("busy.db");
        Database.open(file).close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try (Database db =
                    Database.builder().busyTimeout(Duration.ofMillis(50)).open(file)) {
                assertThatThrownBy(() -> db.migrate(MigratingProcess.steps()).get())
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
                        .hasMessageContaining("nothing was kept: try again");
                statement.execute("COMMIT");
                assertThat(db.migrate(MigratingProcess.steps()).get()).hasSize(MigratingProcess.STEPS);
            }
        }
    }
}
