// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.webhookinbox;

import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.IncomingEvent;
import dev.bracketwire.webhooks.IncomingScheme;
import dev.bracketwire.webhooks.IncomingSource;
import dev.bracketwire.webhooks.RetrySchedule;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.http.JdkRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Receives webhooks of GitHub and Discord in a SQLite file. {@link ScriptedSenders} plays both, and sends signed
 * requests over loopback. It needs no account and no network.
 */
public final class WebhookInbox {
    private static final Migrations TABLES =
            Migrations.named("reviews").step("V1__pulls", "CREATE TABLE ${pulls} (number int NOT NULL)");

    private final Database db;
    private final List<String> runs = new CopyOnWriteArrayList<>();

    record Push(String ref) {}

    record PullRequest(int number) {}

    record SlashCommand(Map<String, String> data) {}

    private WebhookInbox(Database db) {
        this.db = db;
    }

    /** Runs the example. */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("webhook-inbox");
        try (Database db = Database.open(folder.resolve("inbox.db"))) {
            db.migrate(TABLES).get();
            new WebhookInbox(db).receive(new ScriptedSenders());
        } finally {
            delete(folder);
        }
    }

    private void receive(ScriptedSenders senders) throws IOException, InterruptedException, GeneralSecurityException {
        IncomingSource github = IncomingSource.of(
                        "github", IncomingScheme.github(Secret.of(ScriptedSenders.GITHUB_SECRET)))
                .on("push", event -> runs.add(event.data(Push.class).ref()))
                .onInTransaction("pull_request.*", this::save)
                .retries(RetrySchedule.of(Duration.ofMillis(200))); // unless set, the first wait is 5 seconds
        IncomingSource discord = IncomingSource.of(
                        "discord", IncomingScheme.discordInteractions(senders.discordPublicKey()))
                .on(
                        "command",
                        event -> runs.add(event.data(SlashCommand.class).data().get("name")));
        // An example's key. Yours comes from: openssl rand -base64 32
        KeyRing keys = KeyRing.of("2026-12", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Webhooks hooks =
                Webhooks.builder(db, keys).receive(github).receive(discord).open()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/hooks/github", JdkRoutes.handler(hooks.incoming("github")));
            server.createContext("/hooks/discord", JdkRoutes.handler(hooks.incoming("discord")));
            server.start();
            try {
                send(senders, server.getAddress().getPort(), hooks);
            } finally {
                server.stop(0);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Writes a row, and then fails the first time for pull request 8: that row is rolled back. */
    private void save(Connection connection, IncomingEvent event) throws SQLException {
        int number = event.data(PullRequest.class).number();
        runs.add("pull request " + number);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + db.table("pulls") + " (number) VALUES (?)")) {
            insert.setInt(1, number);
            insert.executeUpdate();
        }
        if (number == 8 && event.attempt() == 1) {
            throw new IllegalStateException("pull request 8 fails once");
        }
    }

    private void send(ScriptedSenders senders, int port, Webhooks hooks)
            throws IOException, InterruptedException, GeneralSecurityException {
        URI github = URI.create("http://127.0.0.1:" + port + "/hooks/github");
        URI discord = github.resolve("discord");
        String secret = ScriptedSenders.GITHUB_SECRET;
        String githubPing = senders.github(github, secret, "ping", "d-1", "{\"hook_id\":1}");
        String discordPing = senders.discord(discord, "{\"type\":1,\"id\":\"1\"}");
        String push = senders.github(github, secret, "push", "d-2", "{\"ref\":\"refs/heads/main\"}");
        String first = senders.github(github, secret, "pull_request", "d-3", opened(7));
        String second = senders.github(github, secret, "pull_request", "d-3", opened(7));
        String failing = senders.github(github, secret, "pull_request", "d-4", opened(8));
        String forged = senders.github(github, "a guess", "pull_request", "d-5", opened(9));
        String command = senders.discord(discord, "{\"type\":2,\"id\":\"2\",\"data\":{\"name\":\"checkin\"}}");
        List<Delivery> events = awaitHandlers(hooks);

        System.out.println(
                "the ping of GitHub was answered with " + githubPing + ", that of Discord with " + discordPing);
        printEvent("a push", push, "refs/heads/main");
        printEvent("pull request 7, sent twice with one id,", first + " and " + second, "pull request 7");
        printEvent("pull request 8, whose handler fails once,", failing, "pull request 8");
        printEvent("the forged pull request 9", forged, "pull request 9");
        printEvent("a command of Discord", command, "checkin");
        System.out.println("the table has a row for each of the pull requests "
                + db.read(this::numbers).get());
        long handled = events.stream()
                .filter(event -> event.state() == Delivery.State.SUCCEEDED)
                .count();
        int attempts = events.stream().mapToInt(Delivery::attempts).sum();
        System.out.println("sent " + senders.requests() + " requests, stored " + events.size() + " events, handled "
                + handled + " of them in " + attempts + " attempts");
    }

    private static String opened(int number) {
        return "{\"action\":\"opened\",\"number\":" + number + "}";
    }

    /** Returns the stored events when each was handled or, after its last retry, given up. */
    private static List<Delivery> awaitHandlers(Webhooks hooks) throws InterruptedException {
        DeliveryFilter queued = DeliveryFilter.all().states(Delivery.State.PENDING, Delivery.State.IN_FLIGHT);
        while (hooks.deliveries(queued).iterator().hasNext()) {
            Thread.sleep(50);
        }
        return hooks.deliveries(DeliveryFilter.all()).stream().toList();
    }

    private void printEvent(String event, String answers, String run) {
        int times = Collections.frequency(runs, run);
        System.out.println(event + " was answered with " + answers + ", and its handler ran " + times
                + (times == 1 ? " time" : " times"));
    }

    private List<Integer> numbers(Connection connection) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT number FROM " + db.table("pulls") + " ORDER BY number");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getInt(1));
            }
        }
        return numbers;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder)) {
            paths = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
