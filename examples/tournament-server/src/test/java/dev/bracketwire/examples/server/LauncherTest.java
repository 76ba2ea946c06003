// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real program and its real services. Only processes that a test has started are ended, by their ids. */
class LauncherTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private final List<String> output = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TournamentServer.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                        lines.lines().forEach(output::add);
                    } catch (IOException | java.io.UncheckedIOException e) {
                        output.add("unreadable: " + e.getMessage());
                    }
                },
                "output");
        reader.setDaemon(true);
        reader.start();
        return process;
    }

    private URI page() {
        await().atMost(SOON)
                .until(() -> output.stream().anyMatch(line -> line.startsWith("The page is at "))
                        || started.stream().noneMatch(Process::isAlive));
        return URI.create(output.stream()
                .filter(line -> line.startsWith("The page is at "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", output)))
                .split(" ", -1)[4]);
    }

    private static JsonNode services(TestBrowser browser) throws Exception {
        return browser.json(browser.get("/api/services")).at("/data/services");
    }

    private static long pid(JsonNode services, String name) {
        for (JsonNode service : services) {
            if (service.path("name").asText().equals(name)) {
                return service.path("pid").asLong();
            }
        }
        return 0;
    }

    @Test
    void demo_supervised_restartsWhatWasKilledAndLeavesNothing() throws Exception {
        Process server = start("demo", "--api-port", "0", "--web-port", "0");
        TestBrowser otto = new TestBrowser(page()).signIn("100000000000000011");
        JsonNode before = services(otto);
        long api = pid(before, "api");
        long web = pid(before, "web");
        assertThat(otto.get("/api/services/api/log?lines=50").body()).contains("api on 127.0.0.1:");
        assertThat(otto.change("POST", "/api/services/web/stop", "{}").statusCode())
                .isEqualTo(409);
        assertThat(otto.change("POST", "/api/services/nothing/restart", "{}").statusCode())
                .isEqualTo(409);

        try (StreamReader log = new StreamReader(otto, otto.address("/events/log/api"))) {
            await().atMost(SOON).until(() -> {
                otto.get("/api/me");
                return log.events().stream().anyMatch(line -> line.contains("GET /api/me 200"));
            });
        }

        ProcessHandle.of(api).orElseThrow().destroyForcibly();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            long now = pid(services(otto), "api");
            return now != api && now != 0;
        });
        assertThat(pid(services(otto), "web")).isEqualTo(web);
        assertThat(otto.get("/api/me").statusCode()).isEqualTo(200);

        assertThat(otto.change("POST", "/api/services/web/restart", "{}").statusCode())
                .isEqualTo(200);
        await().atMost(SOON).ignoreExceptions().until(() -> pid(services(otto), "web") != web);

        JsonNode last = services(otto);
        server.destroy();
        assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
        for (long pid : List.of(api, web, pid(last, "api"), pid(last, "web"))) {
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void demo_inOneProcess_servesToo() throws Exception {
        Process server = start("demo", "--single", "--api-port", "0", "--web-port", "0", "--state", folder.toString());
        TestBrowser maya = new TestBrowser(page()).signIn("100000000000000010");
        assertThat(pid(services(maya), "api")).isEqualTo(server.pid());
        assertThat(maya.json(maya.get("/api/tournaments/spring-cup")).at("/data/players"))
                .hasSize(11);
        server.destroy();
        assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
        output.clear();

        start("demo", "--single", "--api-port", "0", "--web-port", "0", "--state", folder.toString());
        TestBrowser again = new TestBrowser(page()).signIn("100000000000000010");
        assertThat(again.json(again.get("/api/tournaments/spring-cup")).at("/data/players"))
                .hasSize(11);
    }

    @Test
    void port_ofAnotherProcess_isNamedAndLeftAlone() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(holder.getLocalPort());
            Process server = start("demo", "--api-port", port, "--web-port", "0");
            assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(server.exitValue()).isEqualTo(TournamentServer.FOREIGN_PORT);
            assertThat(String.join("\n", output))
                    .contains(
                            "port " + port + " is held by",
                            String.valueOf(ProcessHandle.current().pid()))
                    .contains("Nothing was started");
            assertThat(holder.isClosed()).isFalse();
            Process single = start("demo", "--single", "--api-port", port, "--web-port", "0");
            assertThat(single.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(single.exitValue()).isEqualTo(TournamentServer.FOREIGN_PORT);
        }
    }

    @Test
    void start_withATakenPort_leavesTheLinkOfTheFirstAdminAsItIs(@TempDir Path folder) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerSettings settings = ServerSettings.read(
                    null,
                    Map.of(
                            "state", folder.toString(),
                            "apiPort", holder.getLocalPort(),
                            "webPort", 0,
                            "discord.clientId", "client",
                            "discord.clientSecret", Secret.of("a-client-secret"),
                            "riot.key", Secret.of("RGAPI-a-key")));
            StringWriter said = new StringWriter();
            int code = new Launcher(settings, null, Map.of(), new PrintWriter(said)).run(true);
            assertThat(code).isEqualTo(TournamentServer.FOREIGN_PORT);
            assertThat(said.toString()).contains("is in use").doesNotContain("first-admin");
        }
    }
}
