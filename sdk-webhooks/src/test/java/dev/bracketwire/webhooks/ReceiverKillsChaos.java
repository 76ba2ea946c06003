// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process receives signed events over HTTP from four senders, is killed by signal 9 at a random moment, and is started again
 * on the same queue. Promised is that each event that was answered with success is handled (lost), that only those under way
 * are handled twice (unexplained), and that a handler within a transaction takes effect exactly once (twice).
 */
class ReceiverKillsChaos {
    private static final int ROUNDS = 8;
    private static final int SENDERS = 4;

    @TempDir
    Path folder;

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Integer> runs = new HashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    @Test
    void kill9_onSqlite_handlesAllThatWasAnswered() throws Exception {
        ChaosRun.run("webhooks/receive-sqlite", ROUNDS, run -> play(run, ChaosPlace.sqlite(folder.resolve("in.db"))));
    }

    @Test
    void kill9_onPostgres_handlesAllThatWasAnswered() throws Exception {
        ChaosRun.run("webhooks/receive-postgres", ROUNDS, run -> play(run, ChaosPlace.postgres()));
    }

    private void play(ChaosRun run, ChaosPlace place) throws Exception {
        try (Database db = place.open()) {
            db.write(connection -> {
                        try (Statement create = connection.createStatement()) {
                            return create.execute("CREATE TABLE " + db.table("reviews") + " (id text NOT NULL)");
                        }
                    })
                    .get();
            for (int round = 0; round < run.rounds(); round++) {
                try (NodeProcess node = NodeProcess.start("receive", "r" + round, place, 1)) {
                    if (!node.awaitOpen()) {
                        run.broken("survivors", "round " + round + ": the process does not receive");
                    }
                    List<Thread> senders = send(node);
                    LockSupport.parkNanos(
                            TimeUnit.MILLISECONDS.toNanos(run.random(round).nextInt(1500)));
                    if (!node.kill()) {
                        run.broken("survivors", "round " + round + ": the process ended by itself");
                    }
                    for (Thread sender : senders) {
                        sender.join();
                    }
                    node.handled.forEach(id -> runs.merge(id, 1, Integer::sum));
                }
            }
            drain(run, place, db);
        }
        run.count("answered", answered.size());
    }

    /** Sends until the process does not answer any more. */
    private List<Thread> send(NodeProcess node) {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(() -> {
                while (sendOne(node.port)) {
                    LockSupport.parkNanos(100_000);
                }
            });
            sender.start();
            senders.add(sender);
        }
        return senders;
    }

    private boolean sendOne(int port) {
        int number = numbers.incrementAndGet();
        String id = (number % 2 == 0 ? "plain-" : "once-") + number;
        String body = number % 2 == 0 ? "{}" : "{\"action\":\"opened\"}";
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/in").toURL().openConnection();
            connection.setReadTimeout(20_000);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("X-GitHub-Event", number % 2 == 0 ? "push" : "pull_request");
            connection.setRequestProperty("X-GitHub-Delivery", id);
            connection.setRequestProperty("X-Hub-Signature-256", "sha256=" + Signing.hmac("hush", body));
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            if (connection.getResponseCode() == 200) {
                answered.add(id);
            }
            return true;
        } catch (IOException e) {
            return false; // it was killed
        }
    }

    private void drain(ChaosRun run, ChaosPlace place, Database db) throws Exception {
        try (NodeProcess last = NodeProcess.start("receive", "last", place, 1)) {
            long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(9);
            while (ChaosPlace.waiting(db) > 0 && System.nanoTime() < until && last.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
            last.kill();
            last.handled.forEach(id -> runs.merge(id, 1, Integer::sum));
        }
        Set<String> saved = ChaosPlace.texts(db, "SELECT id FROM " + db.table("reviews"));
        for (String id : answered) {
            if (!(id.startsWith("plain-") ? runs.containsKey(id) : saved.contains(id))) {
                run.broken("lost", id + " was answered with success and never handled");
            }
        }
        if (ChaosPlace.waiting(db) > 0) {
            run.broken("survivors", ChaosPlace.waiting(db) + " events are not handled");
        }
        long rows = ChaosPlace.number(db, "SELECT count(*) FROM " + db.table("reviews"));
        if (rows != saved.size()) {
            run.broken("twice", rows + " rows of " + saved.size() + " events");
        }
        long repeated = runs.values().stream().mapToLong(times -> times - 1).sum();
        run.count("duplicates", repeated);
        if (repeated > (long) run.rounds() * ChaosPlace.CONCURRENCY) {
            run.broken("unexplained", repeated + " repeats of " + run.rounds() + " kills");
        }
    }
}
