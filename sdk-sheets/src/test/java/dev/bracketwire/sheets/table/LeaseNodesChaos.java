// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.testkit.sheets.FakeTab;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two processes with the lease of one table register 200 people of their own and 20 that both know in 32 prepared rows.
 * Promised is that everybody who was told so has a row (lost), that nobody has two or is told twice (duplicates), that the
 * rows are full, hold nobody who was told that they are, and belong to one person each (survivors).
 */
class LeaseNodesChaos {
    private static final int ROWS = 32;
    private static final int OWN = 100;
    private static final int COMMON = 20;
    private static final int MOST_COLUMNS = 12;
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "off") // nothing outlives the tests
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** A second user sorts rows and inserts columns all the time. */
    @Test
    void twoNodes_whileRowsAndColumnsMove_fillEachRowOnce() throws Exception {
        ChaosRun.run("sheets/lease-nodes", 1, run -> {
            for (int round = 0; round < run.rounds(); round++) {
                play(run, run.random(round), false);
            }
        });
    }

    /**
     * One process is killed by signal 9, and the other goes on when the lease of that has run out. Nobody moves rows: a process
     * that is killed between a write that came to a wrong row and the one that gives back what stood there leaves the damage,
     * since what stood there is known to that process alone.
     */
    @Test
    void twoNodes_oneOfWhichIsKilled_fillEachRowOnce() throws Exception {
        ChaosRun.run("sheets/lease-nodes-kill", 1, run -> {
            for (int round = 0; round < run.rounds(); round++) {
                play(run, run.random(round), true);
            }
        });
    }

    private static void play(ChaosRun run, Random random, boolean kills) throws Exception {
        try (TableScene scene = TableScene.ticking(ROWS, List.of(), Duration.ofMillis(20))) {
            String schema = "n" + SCHEMAS.incrementAndGet();
            Map<String, List<String>> answers = new ConcurrentHashMap<>();
            Process one = node(scene, schema, "a", random);
            Process other = node(scene, schema, "b", random);
            Thread reader = new Thread(() -> listen(one, answers, kills ? 1 + random.nextInt(ROWS / 2) : 0));
            Thread otherReader = new Thread(() -> listen(other, answers, 0));
            reader.start();
            otherReader.start();
            int inserted = 0;
            while (one.isAlive() || other.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(180)));
                if (!kills && random.nextInt(4) == 0 && inserted < MOST_COLUMNS) {
                    scene.tab.insertColumn(1 + random.nextInt(8));
                    inserted++;
                } else if (!kills) {
                    sort(scene.tab, random);
                }
            }
            reader.join();
            otherReader.join();
            if (other.exitValue() != 0 || one.exitValue() != (kills ? 128 + 9 : 0)) {
                run.broken("survivors", "a process ended by itself: " + one.exitValue() + ", " + other.exitValue());
            }
            check(run, scene.tab, answers, kills);
        }
    }

    private static Process node(TableScene scene, String schema, String node, Random random) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < OWN; i++) {
            names.add(node + i);
        }
        Collections.shuffle(names, random);
        for (int i = 0; i < COMMON; i++) {
            names.add(random.nextInt(30), "both" + i);
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LeaseNode.class.getName(),
                        scene.google.uri().toString(),
                        scene.file.id(),
                        String.valueOf(ROWS),
                        server.getJdbcUrl("postgres", "postgres"),
                        schema,
                        String.join(",", names))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Notes the answers of a process, and kills it after so many; never if 0. */
    private static void listen(Process node, Map<String, List<String>> answers, int kill) {
        int count = 0;
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] parts = line.split(" ", 2);
                answers.computeIfAbsent(parts[0], added -> new CopyOnWriteArrayList<>())
                        .add(parts[1]);
                count++;
                if (count == kill) {
                    node.destroyForcibly();
                }
            }
        } catch (IOException e) {
            node.destroyForcibly(); // the pipe closes with the process
        }
    }

    private static void sort(FakeTab tab, Random random) {
        int keys = tab.rows().get(1).indexOf("Discord Tag") + 1;
        tab.sort("A3:Z" + (ROWS + 2), keys, random.nextBoolean());
    }

    private static void check(ChaosRun run, FakeTab tab, Map<String, List<String>> answers, boolean kills) {
        Map<String, Map<String, Object>> people;
        try {
            people = MovedRowsTest.people(tab);
        } catch (AssertionError e) {
            run.broken("duplicates", String.valueOf(e.getMessage()));
            return;
        }
        if (people.size() != ROWS) {
            run.broken("survivors", people.size() + " rows are taken: " + people.keySet());
        }
        people.forEach((name, person) -> {
            Map<String, Object> expected =
                    new TreeMap<>(Map.of("Discord Tag", name, "IGN", name + "#EUW", "Registered", true));
            List<String> told = answers.getOrDefault(name, List.of());
            if (!person.equals(expected)) {
                run.broken("survivors", person + " is not " + expected);
            }
            if (told.contains("Full")) {
                run.broken("survivors", name + " has a row, and was told " + told);
            }
        });
        answers.forEach((name, told) -> {
            told.forEach(answer -> run.count(answer.split(" ", 2)[0].toLowerCase(Locale.ROOT)));
            boolean there = told.contains("Registered") || told.contains("AlreadyThere");
            if (there && !people.containsKey(name)) {
                run.broken("lost", name + " was told " + told);
            }
            if (Collections.frequency(told, "Registered") > 1) {
                run.broken("duplicates", name + " was told " + told);
            }
        });
        Set<String> asked = answers.keySet();
        if (!kills && asked.size() != 2 * OWN + COMMON) {
            run.broken("lost", asked.size() + " people got an answer");
        }
        answers.forEach((name, told) -> told.stream()
                .filter(answer -> answer.startsWith("Unknown") || answer.startsWith("Refused"))
                .forEach(answer -> run.broken("unanswered", name + ": " + answer)));
    }
}
