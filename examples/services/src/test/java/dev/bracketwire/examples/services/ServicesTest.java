// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "\"task\": {\"command\": [\"sh\", \"-c\", \"echo done > done\"], \"oneShot\": true}";

    @TempDir
    Path folder;

    private final List<Process> begun = new ArrayList<>();

    /** In the test's own folder, so that the default state directory is there. */
    private Process services(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        // What is covered in the other process counts too.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .forEach(command::add);
        command.add(Services.class.getName());
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
        StringBuilder seen = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(part)) {
                return;
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
        assertThat(folder.resolve("done")).hasContent("done");
        assertThat(said(0, "logs", "ticker", "-n", "10000")).startsWith("hello\ntick\n");
        Process follower = services("logs", "-f", "ticker", "-n", "1");
        BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < 4; i++) {
            assertThat(lines.readLine()).isEqualTo("tick");
        }
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
    void file_thatMakesNoSense_isRefusedInWords() throws Exception {
        Files.writeString(
                folder.resolve("services.json"), "{\"services\": {\"a\": {\"command\": [], \"ports\": [\"x\"]}}}");

        assertThat(said(1, "run", "services.json")).contains("services.a.ports[0]");
    }
}
