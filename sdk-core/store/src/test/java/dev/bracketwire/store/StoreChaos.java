// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.chaos.ChaosRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes with eight threads is killed by signal 9 while it commits. Promised is that each write it was
 * told of as kept is there (lost), that no transaction is there in part (torn), that the next process can go on, and that
 * nothing of the killed one holds it up (survivors).
 */
class StoreChaos {
    private static final int ROUNDS = 200;

    @TempDir
    Path folder;

    @Test
    void kill9_duringCommitsOnSqlite_losesNothingAcknowledged() throws Exception {
        ChaosRun.run(
                "core/store-sqlite",
                ROUNDS,
                run -> run.each(2, (round, random) -> {
                    Path file = folder.resolve("r" + round + ".db");
                    play(
                            run,
                            random,
                            round,
                            "sqlite",
                            file.toString(),
                            () -> open(Database.builder()).open(file));
                }));
    }

    @Test
    void kill9_duringCommitsOnPostgres_losesNothingAcknowledged() throws Exception {
        String url = Postgres.url();
        ChaosRun.run(
                "core/store-postgres",
                ROUNDS,
                run -> run.each(2, (round, random) -> {
                    String schema = "c" + round;
                    play(
                            run,
                            random,
                            round,
                            "postgres",
                            url + " " + schema,
                            () -> open(Database.builder().schema(schema)).of(Postgres.pool()));
                }));
    }

    static DatabaseBuilder open(DatabaseBuilder builder) {
        return builder.migrations(
                Migrations.named("chaos")
                        .step(
                                "V1__halves",
                                "CREATE TABLE ${left_half} (id bigint PRIMARY KEY); CREATE TABLE ${right_half} (id bigint PRIMARY KEY)"));
    }

    private interface Opener {
        Database open();
    }

    private static void play(ChaosRun run, Random random, int round, String engine, String where, Opener opener)
            throws IOException, InterruptedException {
        Process writer = writer(engine, where);
        Set<Long> acknowledged = new HashSet<>();
        try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
            int enough = 1 + random.nextInt(400);
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged.add(Long.parseLong(line));
                if (acknowledged.size() == enough) {
                    writer.destroyForcibly();
                }
            }
        } catch (IOException e) {
            run.count("cut-off"); // the pipe closes with the process
        }
        if (!writer.waitFor(1, TimeUnit.MINUTES) || writer.exitValue() != 128 + 9) {
            run.broken("survivors", "round " + round + ": the writer ended by itself");
        }
        run.count("acknowledged", acknowledged.size());
        try (Database db = opener.open()) {
            Set<Long> left = ids(db, "left_half");
            Set<Long> right = ids(db, "right_half");
            run.count("found", left.size());
            if (!left.containsAll(acknowledged)) {
                acknowledged.removeAll(left);
                run.broken("lost", "round " + round + ": " + acknowledged);
            }
            if (!left.equals(right)) {
                run.broken("torn", "round " + round);
            }
            db.write(connection -> connection
                            .createStatement()
                            .executeUpdate("INSERT INTO " + db.table("left_half") + " VALUES (-1)"))
                    .get();
        } catch (RuntimeException e) {
            run.broken("survivors", "round " + round + ": " + e);
        }
    }

    private static Process writer(String engine, String where) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                StoreWriter.class.getName(),
                engine));
        command.addAll(List.of(where.split(" ")));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Set<Long> ids(Database db, String table) {
        return db.read(connection -> ids(connection, db.table(table))).get();
    }

    private static Set<Long> ids(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM " + table)) {
            Set<Long> ids = new HashSet<>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }
}
