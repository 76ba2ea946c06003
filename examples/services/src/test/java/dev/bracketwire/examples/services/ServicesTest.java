// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServicesTest {
    private static final String TICKER =
            "\"ticker\": {\"command\": [\"sh\", \"-c\", \"echo $GREETING; while :; do echo tick; sleep 0.1; done\"],"
                    + " \"environment\": {\"GREETING\": \"hello\"}, \"logLine\": \"tick\", \"stopTimeout\": \"5s\"}";
    private static final String TASK =
            "\"task\": {\"command\": [\"sh\", \"-c\", \"echo done >> done\"], \"oneShot\": true}";

    @TempDir
    Path folder;

    private final List<Process> begun = new ArrayList<>();

    /** In the test's own folder, so that the default state directory is there. */
    private Process services(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What runs there is covered as well.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .map(argument -> argument.replace(
                        "destfile=target", "destfile=" + Path.of("target").toAbsolutePath()))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Services.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        begun.add(process);
        return process;
    }

    private String said(int code, String... words) throws Exception {
        Process process = services(words);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(code);
        return text;
    }

    private static void awaitLine(BufferedReader out, String part) throws IOException {
        assertThat(linesTo(out, part)).contains(part);
    }

    private static String linesTo(BufferedReader out, String part) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(part)) {
                return seen.toString();
            }
        }
        throw new AssertionError("no " + part + " in " + seen);
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : begun) {
            process.toHandle().destroy();
            process.waitFor();
        }
    }

    @Test
    void services_areRunListedFollowedRestartedAndStopped_fromAnotherProcess() throws Exception {
        Path file = Files.writeString(folder.resolve("services.json"), "{\"services\": {" + TICKER + "," + TASK + "}}");
        Process run = services("run", "services.json");
        BufferedReader out = run.inputReader(StandardCharsets.UTF_8);
        awaitLine(out, "all started");

        assertThat(said(0, "list")).contains("ticker").contains("READY").contains("COMPLETED");
        assertThat(folder.resolve("done")).hasContent("done\n");
        assertThat(said(0, "logs", "ticker", "-n", "10000")).startsWith("hello\ntick\n");
        Process follower = services("logs", "-f", "ticker", "-n", "1");
        BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < 4; i++) {
            assertThat(lines.readLine()).isEqualTo("tick");
        }
        follower.destroy();
        follower.waitFor();
        assertThat(said(0, "restart", "ticker")).contains("ticker");
        assertThat(said(1, "restart", "nobody")).contains("nobody");
        Files.writeString(file, "{\"services\": {" + TICKER + "}}");
        assertThat(said(0, "reload")).contains("task");
        assertThat(said(0, "list")).doesNotContain("task");
        assertThat(said(1, "run", "services.json")).contains("another supervisor runs in");
        assertThat(said(0, "stop")).contains("ticker");
        assertThat(said(0, "list")).contains("STOPPED");
        said(0, "quit");
        assertThat(run.waitFor()).isZero();
        assertThat(said(1, "list")).contains("no supervisor runs in");
    }

    @Test
    void file_isReadWithAllThatAServiceCanSay() throws IOException {
        Path file = Files.writeString(folder.resolve("services.json"), """
                {"services": {
                  "db": {"command": ["redis-server", "--daemonize", "yes"], "daemonizes": true, "ports": [6379]},
                  "api": {"command": ["api"], "ports": [8000, 8001], "after": ["db"], "http": "/health",
                          "directory": "api", "restart": "ALWAYS", "stopTimeout": "30s", "startTimeout": "2m"}
                }}
                """);

        List<ServiceSpec> specs = ServicesFile.read(file);

        assertThat(specs).extracting(ServiceSpec::name).containsExactly("db", "api");
        assertThat(specs.get(0).kind()).isEqualTo(ServiceSpec.Kind.DAEMON);
        ServiceSpec api = specs.get(1);
        assertThat(api.ports()).containsExactly(8000, 8001);
        assertThat(api.after()).containsExactly("db");
        assertThat(api.ready()).contains(Probe.http("/health"));
        assertThat(api.directory()).contains(folder.resolve("api"));
        assertThat(api.restart().mode()).isEqualTo(RestartPolicy.Mode.ALWAYS);
        assertThat(api.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(api.startTimeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void file_withoutACommand_isRefused_alsoWhereItIsReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("services.json"), "{\"services\": {" + TICKER + "}}");
        Process run = services("run", "services.json");
        awaitLine(run.inputReader(StandardCharsets.UTF_8), "all started");

        Files.writeString(file, "{\"services\": {\"ticker\": {\"command\": []}}}");

        assertThat(said(1, "reload")).contains("ticker");
        assertThat(said(0, "list")).contains("READY");
        said(0, "quit");
        assertThat(run.waitFor()).isZero();
    }

    @Test
    void stop_thatLeavesAPortHeld_endsWith2() throws Exception {
        Files.writeString(
                folder.resolve("services.json"),
                "{\"services\": {" + TICKER.replace("\"stopTimeout\"", "\"ports\": [PORT], \"stopTimeout\"") + "}}");
        Path file = folder.resolve("services.json");
        try (ServerSocket free = new ServerSocket(0)) {
            Files.writeString(file, Files.readString(file).replace("PORT", Integer.toString(free.getLocalPort())));
        }
        Process run = services("run", "services.json");
        awaitLine(run.inputReader(StandardCharsets.UTF_8), "all started");
        int port = ServicesFile.read(file).get(0).ports().get(0);

        try (ServerSocket other = new ServerSocket(port)) {
            assertThat(said(2, "stop", "ticker")).contains(Integer.toString(other.getLocalPort()));
        }
        said(0, "quit");
        assertThat(run.waitFor()).isZero();
    }

    @Test
    void load_invalidFile_isRefusedWithAReason() throws Exception {
        Files.writeString(
                folder.resolve("services.json"), "{\"services\": {\"a\": {\"command\": [], \"ports\": [\"x\"]}}}");

        assertThat(said(1, "run", "services.json")).contains("services.a.ports[0]");
    }

    @Test
    void list_oneInvalidService_othersRunAndEveryCommandReportsIt() throws Exception {
        String bad = "\"bad\": {\"command\": [\"no-such-program\"]},"
                + "\"blocked\": {\"command\": [\"sleep\", \"1000\"], \"after\": [\"bad\"]}";
        Path file = Files.writeString(
                folder.resolve("services.json"), "{\"services\": {" + bad + "," + TICKER + "," + TASK + "}}");
        Process run = services("run", "services.json");
        BufferedReader out = run.inputReader(StandardCharsets.UTF_8);
        String said = linesTo(out, "of 4 started");

        assertThat(said)
                .contains("failed: start bad (no program no-such-program")
                .contains("failed: start blocked (its dependency bad has failed")
                .contains("2 of 4 started; not started: bad, blocked")
                .doesNotContain("all started");
        assertThat(said(0, "list"))
                .contains("ticker READY")
                .contains("task COMPLETED")
                .contains("bad FAILED");
        assertThat(said(2, "reload")).contains("2 failed").contains("start bad");
        assertThat(said(2, "restart", "bad", "ticker")).contains("service bad: no program no-such-program");
        Files.writeString(file, "{\"services\": {" + TICKER + "," + TASK + "}}");
        assertThat(said(0, "reload")).contains("stop bad");
        assertThat(Files.readAllLines(folder.resolve("done"))).hasSize(1);
        Files.writeString(file, "{\"services\": {" + bad + "," + TICKER + "}}");
        said(2, "reload");
        assertThat(said(0, "quit")).contains("ticker stopped");
        assertThat(run.waitFor()).isEqualTo(2);
    }
}
