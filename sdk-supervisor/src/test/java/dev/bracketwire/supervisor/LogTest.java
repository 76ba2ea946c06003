// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.Call;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTest extends Supervised {
    /** All lines that were kept, the oldest first, without the room that was given back. */
    private List<String> kept() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 200; i >= 0; i--) {
            Path file = log(i == 0 ? "api.log" : "api.log." + i);
            if (Files.exists(file)) {
                lines.addAll(Files.readString(file, StandardCharsets.ISO_8859_1)
                        .replace("\0", "")
                        .lines()
                        .toList());
            }
        }
        return lines;
    }

    private long liveBytes() {
        try {
            Path head = log("api.log.head");
            long from =
                    Files.exists(head) ? Long.parseLong(Files.readString(head).replaceAll(" .*", "")) : 0;
            return Files.size(log("api.log")) - from;
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // just being written
        }
    }

    private static Logs policy(boolean pumped) {
        return (pumped ? Logs.pump() : Logs.file()).size(64 << 10).keep(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void flood_isRotatedBetweenLines_andNothingIsLost(boolean pumped) throws IOException {
        int lines = 40_000;
        supervisor
                .start(ServiceSpec.shell(
                                "api",
                                "seq -f 'line %08.0f of a log that is flooded' 1 " + lines + "; echo done; exec sleep "
                                        + marker)
                        .logs(policy(pumped))
                        .ready(Probe.command("sh", "-c", "grep -aq '^done' " + log("api.log") + "*")
                                .timeout(Duration.ofSeconds(20))))
                .get();
        // Below that, no further rotation is due that could move a file while it is read here.
        Outside.until("rotated", () -> liveBytes() < 64 << 10);
        supervisor.stop().get();

        List<String> kept = kept();

        assertThat(kept).hasSize(lines + 1);
        for (int i = 0; i < lines; i++) {
            assertThat(kept.get(i)).isEqualTo("line %08d of a log that is flooded".formatted(i + 1));
        }
    }

    @Test
    void logThatWasQuiet_andIsFlooded_isRotatedWithinFourSeconds() throws IOException {
        ManualClock clock = ManualClock.create();
        Path state = folder.resolve("quiet");
        Path flood = folder.resolve("flood");
        String command = "echo up; until [ -e " + flood + " ]; do sleep 0.02; done; seq 1 40000; echo done; exec sleep "
                + marker;
        try (ByHand quiet = new ByHand(Supervisor.builder(state).clock(clock).open(), clock)) {
            quiet.supervisor()
                    .start(ServiceSpec.shell("api", command).logs(policy(false)))
                    .get();
            Path log = state.resolve("logs/api.log");
            Outside.until("it is up", () -> log.toFile().length() > 0);
            for (int looks = 0; looks < 10; looks++) {
                clock.awaitPending(1, Duration.ofSeconds(30));
                clock.advance(Duration.ofSeconds(4));
            }
            assertThat(state.resolve("logs/api.log.1")).doesNotExist();
            Files.createFile(flood);
            Outside.until(
                    "it is flooded",
                    () -> Outside.output("tail", "-n", "1", log.toString()).equals("done\n"));

            clock.awaitPending(1, Duration.ofSeconds(30));
            clock.advance(Duration.ofSeconds(4));

            Outside.until("it is rotated", () -> Files.exists(state.resolve("logs/api.log.1")));
        }
    }

    @Test
    void rotation_duringWrites_freesDiskSpace() throws IOException {
        supervisor
                .start(ServiceSpec.shell("api", "seq 1 400000; echo done; exec sleep " + marker)
                        .logs(policy(false))
                        .ready(Probe.command("sh", "-c", "grep -aq '^done' " + log("api.log") + "*")
                                .timeout(Duration.ofSeconds(20))))
                .get();
        assertThat(supervisor.capabilities().holds("live-rotation")).isTrue();

        assertThat(supervisor.rotate("api")).isTrue();

        Outside.until("room is given back", () -> {
            long blocks = Long.parseLong(
                    Outside.output("stat", "-c", "%b", log("api.log").toString())
                            .strip());
            return blocks * 512 <= (64 << 10) + 8192;
        });
    }

    @Test
    void rotation_onDemand_ofAPumpedLog_endsAtALine() throws IOException {
        supervisor
                .start(ServiceSpec.shell("api", "while :; do echo tick; sleep 0.02; done # " + marker)
                        .logs(policy(true)))
                .get();
        Outside.until("some lines", () -> supervisor.tail("api", 5).size() == 5);

        assertThat(supervisor.rotate("api")).isTrue();

        Outside.until("rotated", () -> Files.exists(log("api.log.1")));
        assertThat(Files.readString(log("api.log.1"))).startsWith("tick\n").endsWith("tick\n");
    }

    @Test
    void tail_ofAPumpedLog_goesOnOverItsRotation() throws IOException {
        supervisor
                .start(ServiceSpec.shell(
                                "api", "seq 1 9; until [ -e go ]; do sleep 0.02; done; seq 10 11; exec sleep " + marker)
                        .directory(folder)
                        .logs(policy(true))
                        .ready(Probe.logLine("9")))
                .get();
        supervisor.rotate("api");
        Files.createFile(folder.resolve("go"));
        Outside.until("rotated", () -> Files.exists(log("api.log.1")));

        assertThat(supervisor.tail("api", 10)).hasSize(10).contains("9", "11");
        assertThat(Files.readString(log("api.log"))).isEmpty();
    }

    @Test
    void oldFiles_areDeleted() throws IOException {
        supervisor
                .start(ServiceSpec.shell("api", "seq 1 2000")
                        .oneShot()
                        .logs(Logs.file().size(4096).keep(2)))
                .get();
        for (int again = 0; again < 4; again++) {
            supervisor.restart("api").get();
        }

        assertThat(log("api.log.2")).exists();
        assertThat(log("api.log.3")).doesNotExist();
    }

    @Test
    void linesOfGrandchildren_afterTheMainProcessEnded_areNotLost() {
        supervisor
                .start(ServiceSpec.shell(
                                "api",
                                "trap 'exit 0' TERM; "
                                        + "(trap 'sleep 0.3; echo the last of all; exit' TERM; echo up; "
                                        + "while :; do sleep 0.02; done) & while :; do sleep 0.02; done # " + marker)
                        .logs(Logs.pump())
                        .ready(Probe.logLine("up")))
                .get();

        supervisor.stop().get();

        Outside.until("it is in the file", () -> supervisor.tail("api", 1).equals(List.of("the last of all")));
    }

    @Test
    void serviceThatClosesItsOutput_lives() {
        supervisor
                .start(ServiceSpec.shell("api", "echo up; exec >&- 2>&-; exec sleep " + marker)
                        .logs(Logs.pump())
                        .ready(Probe.logLine("up")))
                .get();

        assertThat(status("api").ready()).isTrue();
    }

    @Test
    void follow_acrossRotations_deliversAllLines() {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        supervisor
                .start(ServiceSpec.shell("api", "i=0; while :; do echo $i; i=$((i+1)); sleep 0.005; done # " + marker)
                        .logs(policy(true)))
                .get();
        Outside.until("it prints", () -> !supervisor.tail("api", 1).isEmpty());
        try (Call.Registration following = supervisor.follow("api", heard::add)) {
            Outside.until("heard", () -> heard.size() > 20);
            supervisor.rotate("api");
            Outside.until("rotated", () -> Files.exists(log("api.log.1")));
            int before = heard.size();
            Outside.until("heard more", () -> heard.size() > before + 20);
            assertThat(following).isNotNull();
        }
        supervisor.stop().get();

        List<Integer> numbers = heard.stream().map(Integer::valueOf).toList();
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }

    @Test
    void tail_givesTheLastLines_anUnfinishedOneToo() {
        supervisor
                .start(ServiceSpec.shell("api", "seq 1 10; printf half").oneShot())
                .get();

        assertThat(supervisor.tail("api", 3)).containsExactly("9", "10", "half");
        assertThat(supervisor.tail("api", 100)).hasSize(11);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> supervisor.tail("api", 0))
                .withMessage("lines must be at least 1, not 0");
    }

    @Test
    void logPolicies_invalidValues_areRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> supervisor
                        .start(ServiceSpec.of("api", "sleep", "1")
                                .logs(Logs.file()
                                        .size(1)
                                        .age(Duration.ZERO)
                                        .keep(-1)
                                        .ring(-1)))
                        .get())
                .satisfies(e -> assertThat(e.problems()).hasSize(4));
    }
}
