// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.identity.FakeIdentityProvider;
import dev.bracketwire.testkit.riot.FakeRiot;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** Several servers as processes of their own, on one PostgreSQL and the same imitations of Riot, Google and Discord. */
final class ApplicationNodes implements AutoCloseable {
    private static final String SERVER = "dev.bracketwire.examples.server.TournamentServer";
    private static final String BOT = "dev.bracketwire.examples.bot.BotMain";
    private static final Pattern LINK = Pattern.compile("http://\\S+/auth/first-admin/\\S+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedPostgres postgres;
    private final FakeRiot riot =
            FakeRiot.builder().applicationLimit("1000:1").methodLimit("1000:1").start();
    private final FakeSheets google = FakeSheets.start().token("sheet-token-of-the-test");
    private final FakeIdentityProvider discord = FakeIdentityProvider.start(
                    "client", "a-long-client-secret-of-the-test")
            .user("900000000000000001", "Maya");
    private final FakeTab tab;
    private final FakeSpreadsheet file;
    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private record Node(Process process, Path log, int api, int web) {}

    private ApplicationNodes(Path folder) throws IOException {
        this.folder = folder;
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        List<List<?>> rows = new ArrayList<>();
        rows.add(List.of("Discord", "Riot ID", "Registered", "Checked in", "Team"));
        for (int i = 0; i < 8; i++) {
            rows.add(List.of("", "", false, false, ""));
        }
        file = google.spreadsheet("Rush");
        tab = file.tab("Sign-up", rows).checkboxes("C2:D9");
    }

    static ApplicationNodes start(Path folder, int count) throws Exception {
        ApplicationNodes all = new ApplicationNodes(folder);
        try {
            for (int i = 0; i < count; i++) {
                all.add(i);
            }
            return all;
        } catch (Exception | Error e) {
            all.close();
            throw e;
        }
    }

    private void add(int number) throws IOException {
        int api = freePort();
        int web = freePort();
        Files.writeString(
                settings(number),
                JSON.writeValueAsString(java.util.Map.of(
                        "state", folder.resolve("state" + number).toString(),
                        "database",
                                java.util.Map.of(
                                        "url",
                                        postgres.getJdbcUrl("postgres", "postgres"),
                                        "user",
                                        "postgres",
                                        "password",
                                        "a-password-of-the-test"),
                        "discord",
                                java.util.Map.of(
                                        "base",
                                        base(discord.tokenUri()),
                                        "clientId",
                                        "client",
                                        "clientSecret",
                                        "a-long-client-secret-of-the-test"),
                        "riot", java.util.Map.of("base", riot.base(), "key", riot.key()),
                        "sheets",
                                java.util.Map.of(
                                        "base", google.uri().toString(), "token", "sheet-token-of-the-test"))));
        Path log = folder.resolve("node" + number + ".log");
        Process process = new ProcessBuilder(java(
                        SERVER,
                        "serve",
                        "--config",
                        settings(number).toString(),
                        "--api-port",
                        String.valueOf(api),
                        "--web-port",
                        String.valueOf(web)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Node node = new Node(process, log, api, web);
        nodes.add(node);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("node " + number + " has ended: " + Files.readString(log));
                    }
                    return isReady(node);
                });
    }

    private static String base(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private boolean isReady(Node node) throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.web + "/api/health"))
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private Path settings(int number) {
        return folder.resolve("server" + number + ".json");
    }

    private static List<String> java(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns a free port below those that the system gives to connections, so that none of them takes it meanwhile. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                // Another one is tried.
            }
        }
    }

    /** Returns the address of the page of a node. */
    String address(int node) {
        return "http://127.0.0.1:" + nodes.get(node).web;
    }

    /** Returns the link for the first admin, on the last node: its cookie is for that one. */
    String firstAdminLink() throws IOException {
        String printed = Files.readString(nodes.get(nodes.size() - 1).log);
        Matcher link = LINK.matcher(printed);
        if (!link.find()) {
            throw new IllegalStateException("no link was printed: " + printed);
        }
        return link.group();
    }

    /** Makes a token for programs. */
    String token(String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("token", "--config", settings(0).toString()));
        arguments.addAll(List.of(options));
        Process process = new ProcessBuilder(java(SERVER, arguments.toArray(String[]::new)))
                .redirectError(folder.resolve("token.log").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (ended(process) != 0) {
            throw new IllegalStateException("no token: " + Files.readString(folder.resolve("token.log")));
        }
        return printed.lines().reduce("", (before, line) -> line).strip();
    }

    /** Runs one command in a terminal of its own process, and returns its exit code. */
    int terminal(int node, String token, String line) {
        try {
            ProcessBuilder terminal = new ProcessBuilder(
                            java(BOT, "--console", "--server", address(node), "-c", line, "--yes"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("terminal.log").toFile()));
            terminal.environment().put("TOURNAMENT_TOKEN", token);
            return ended(terminal.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int ended(Process process) throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("a process has not ended");
        }
        return process.exitValue();
    }

    /** Runs a command of the API as the person of the token. */
    JsonNode command(int node, String token, String method, String path, String body) {
        return send(request(node, token, method, path, body));
    }

    /** Runs a command of the API for a player, as a bot does. */
    JsonNode as(int node, String token, int player, String method, String path, String body) {
        return asDiscord(
                node, token, "80000000000000000" + player, "Player " + (char) ('A' + player), method, path, body);
    }

    JsonNode asDiscord(int node, String token, String id, String name, String method, String path, String body) {
        return send(request(node, token, method, path, body)
                .header("X-Discord-Id", id)
                .header("X-Discord-Name", name.replace(" ", "%20"))
                .header("X-Face", "DISCORD"));
    }

    private HttpRequest.Builder request(int node, String token, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(address(node) + "/api" + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return JSON.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the entries of a tournament. */
    List<JsonNode> rows(int node, String token, String tournament) {
        JsonNode rows = command(node, token, "GET", "/tournaments/" + tournament + "/entries", null)
                .at("/data/rows");
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    /** Adds an account that Riot knows. */
    void player(String riotId) {
        int hash = riotId.indexOf('#');
        riot.player(riotId.substring(0, hash), riotId.substring(hash + 1), "euw1");
    }

    FakeRiot riot() {
        return riot;
    }

    /** Returns the id of the spreadsheet. */
    String spreadsheet() {
        return file.id();
    }

    /** Returns the Riot IDs that stand in the sheet. */
    List<String> namesInSheet() {
        return tab.rows().stream()
                .skip(1)
                .map(row -> row.size() > 1 ? Objects.toString(row.get(1), "") : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Opens the database, as another process of the application would. */
    Database database() {
        return Database.builder().listening(postgres.getPostgresDatabase()).of(postgres.getPostgresDatabase());
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.process.destroy();
        }
        for (Node node : nodes) {
            node.process.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join();
            node.process.destroyForcibly();
        }
        riot.close();
        google.close();
        discord.close();
        postgres.close();
    }
}
