// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BotMainTest {
    private final StringWriter printed = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = BotMain.commandLine(environment);
        PrintWriter out = new PrintWriter(printed, true);
        return line.setOut(out).setErr(out).execute(arguments);
    }

    @Test
    void execute_missingSettings_refusesToStartAndSaysWhatToDo() {
        assertThat(run(Map.of(), "--console")).isEqualTo(2);
        assertThat(printed.toString()).contains("Name the server by --server URL");
        assertThat(run(Map.of(), "--console", "--server", "http://127.0.0.1:3000"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("put it into TOURNAMENT_TOKEN");
        assertThat(run(Map.of("TOURNAMENT_TOKEN", "t"), "--server", "http://127.0.0.1:3000"))
                .isEqualTo(2);
        assertThat(printed.toString()).contains("put its token into TOURNAMENT_DISCORD_TOKEN");
        assertThat(run(Map.of("TOURNAMENT_DISCORD_TOKEN", "t"), "--server", "http://127.0.0.1:3000"))
                .isEqualTo(2);
        assertThat(run(Map.of("TOURNAMENT_DATABASE", "jdbc:postgresql://127.0.0.1:1/x"), "--console", "-c", "me"))
                .isNotEqualTo(0);
        assertThat(run(Map.of(), "--dance")).isEqualTo(2);
        assertThat(run(Map.of(), "--help")).isEqualTo(0);
        assertThat(printed.toString()).contains("3   The last command was refused");
    }

    @Test
    void execute_commands_stopAtTheFirstNotDone() {
        try (FakeUpstream server = FakeUpstream.start()) {
            server.on("GET", "/api/me").answers(Answer.json("{\"result\":\"done\",\"id\":\"A-1\",\"text\":\"Ann\"}"));
            server.on("GET", "/api/people")
                    .answers(Answer.json(
                                    "{\"result\":\"refused\",\"id\":\"A-2\",\"text\":\"This needs the permission admin.\","
                                            + "\"reason\":\"FORBIDDEN\",\"choices\":[]}")
                            .status(403));
            Map<String, String> environment = Map.of("TOURNAMENT_TOKEN", "t");
            String url = server.uri().toString();

            assertThat(run(environment, "--console", "--server", url, "-c", "me"))
                    .isEqualTo(0);
            assertThat(run(environment, "--console", "--server", url, "-c", "people", "-c", "me"))
                    .isEqualTo(3);
            assertThat(run(environment, "--console", "--server", url, "--as", "Ann", "-c", "me"))
                    .isEqualTo(2);
            assertThat(run(environment, "--console", "--server", "http://127.0.0.1:1", "-c", "me"))
                    .isEqualTo(4);
            server.assertReceived("GET", "/api/me").times(1);
        }
    }

    @Test
    void execute_wrongConfiguration_namesEachProblem(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("bot.json"), "{\"server\":\"http://127.0.0.1:1\",\"serber\":1}");

        assertThat(run(Map.of(), "--console", "--config", file.toString())).isEqualTo(2);
        assertThat(printed.toString()).contains("serber");
    }

    @Test
    void read_example_isComplete() {
        BotSettings settings = BotSettings.read(
                java.util.Optional.of(Path.of("bot.example.json").toAbsolutePath()),
                java.util.Optional.empty(),
                Map.of("TOURNAMENT_TOKEN", "t", "TOURNAMENT_DISCORD_TOKEN", "d"));

        assertThat(settings.services()).containsKey("overlay");
        assertThat(settings.toString()).doesNotContain("\"t\"");
    }
}
