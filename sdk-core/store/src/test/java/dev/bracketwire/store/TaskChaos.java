// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.TaskRecord.TaskOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes offer one task; each is killed by signal 9 or paused past its lease by STOP and CONT in turn. Promised is
 * that no run writes after another was granted (late), that each run but the last has an end in the history (lost), that no
 * failure is recorded that is none (failed), and that the task goes on afterwards (survivors).
 */
class TaskChaos {
    private static final int ROUNDS = 5;
    private static final int NODES = 3;
    private static final int BLOWS = 8;

    @TempDir
    Path folder;

    @Test
    void killedAndPausedNodes_onSqlite_neverWriteLate() throws Exception {
        ChaosRun.run(
                "core/task-sqlite",
                ROUNDS,
                run -> run.each(1, (round, random) -> {
                    Path file = folder.resolve("r" + round + ".db");
                    play(
                            run,
                            random,
                            round,
                            List.of("sqlite", file.toString()),
                            () -> open(Database.builder()).open(file));
                }));
    }

    @Test
    void killedAndPausedNodes_onPostgres_neverWriteLate() throws Exception {
        String url = Postgres.url();
        ChaosRun.run(
                "core/task-postgres",
                ROUNDS,
                run -> run.each(1, (round, random) -> {
                    String schema = "task" + round;
                    play(
                            run,
                            random,
                            round,
                            List.of("postgres", url, schema),
                            () -> open(Database.builder().schema(schema)).of(Postgres.pool()));
                }));
    }

    static DatabaseBuilder open(DatabaseBuilder builder) {
        return builder.migrations(Migrations.named("chaos")
                .step("V1__beat", "CREATE TABLE ${beat} (id bigint PRIMARY KEY, token bigint NOT NULL)"));
    }

    private static void play(ChaosRun run, Random random, int round, List<String> where, Supplier<Database> opener)
            throws Exception {
        List<Process> nodes = new ArrayList<>();
        try (Database db = opener.get()) {
            for (int i = 0; i < NODES; i++) {
                nodes.add(node(where));
            }
            if (!ChaosRun.settles(() -> !tokens(db).isEmpty())) {
                run.broken("survivors", "round " + round + ": no node began");
            }
            for (int i = 0; i < BLOWS; i++) {
                strike(run, random, nodes, where);
            }
            long last = tokens(db).stream().mapToLong(Long::longValue).max().orElse(0);
            if (!ChaosRun.settles(() -> tokens(db).stream().anyMatch(token -> token > last + 1))) {
                run.broken("survivors", "round " + round + ": no run after " + last);
            }
            nodes.forEach(Process::destroyForcibly);
            check(run, round, db);
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }
    }

    private static void strike(ChaosRun run, Random random, List<Process> nodes, List<String> where) throws Exception {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(400)));
        int chosen = random.nextInt(NODES);
        Process node = nodes.get(chosen);
        if (random.nextBoolean()) {
            node.destroyForcibly().waitFor();
            nodes.set(chosen, node(where));
            run.count("killed");
            return;
        }
        signal("STOP", node);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200 + random.nextInt(800)));
        signal("CONT", node);
        run.count("paused");
    }

    private static void check(ChaosRun run, int round, Database db) {
        List<Long> tokens = tokens(db);
        run.count("written", tokens.size());
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i) < tokens.get(i - 1)) {
                run.broken(
                        "late", "round " + round + ": a row of run " + tokens.get(i) + " after " + tokens.get(i - 1));
            }
        }
        List<TaskRecord> runs = ClusterTask.of(db, "beat").runs(10_000).get();
        run.count("runs", runs.size());
        for (TaskRecord each : runs) {
            if (each.endedAt() == null && each.number() != runs.get(0).number()) {
                run.broken("lost", "round " + round + ": run " + each.number() + " has no end");
            }
            if (each.outcome() == TaskOutcome.LOST) {
                run.count("taken-over");
            } else if (each.outcome() == TaskOutcome.FAILED) {
                run.broken("failed", "round " + round + ": " + each);
            }
        }
    }

    private static void signal(String name, Process node) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        kill.waitFor(1, TimeUnit.MINUTES);
    }

    private static Process node(List<String> where) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TaskNode.class.getName()));
        command.addAll(where);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<Long> tokens(Database db) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery("SELECT token FROM " + db.table("beat") + " ORDER BY id")) {
                        List<Long> tokens = new ArrayList<>();
                        while (rows.next()) {
                            tokens.add(rows.getLong(1));
                        }
                        return tokens;
                    }
                })
                .within(Duration.ofMinutes(1))
                .get();
    }
}
