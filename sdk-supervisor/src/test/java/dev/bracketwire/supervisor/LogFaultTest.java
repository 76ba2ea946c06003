// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.Call;
import dev.bracketwire.supervisor.internal.log.LogFile;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that somebody else touches, and lines that are no text. */
class LogFaultTest extends Supervised {
    @Test
    void rotation_whoseFilesCannotBeMoved_losesNothing_andIsDoneLater() throws IOException {
        supervisor
                .start(ServiceSpec.shell("api", "seq 1 2000; echo done; exec sleep " + marker)
                        .logs(Logs.file().keep(1))
                        .ready(Probe.logLine("done")))
                .get();
        assertThat(supervisor.capabilities().holds("live-rotation")).isTrue();
        Path inTheWay = Files.createDirectories(log("api.log.1").resolve("in the way"));

        assertThat(supervisor.rotate("api")).isFalse();

        assertThat(status("api").ready()).isTrue();
        assertThat(Files.readAllLines(log("api.log"))).hasSize(2001);
        Files.delete(inTheWay);
        assertThat(supervisor.rotate("api")).isTrue();
        assertThat(Files.readAllLines(log("api.log.1")))
                .hasSize(2001)
                .startsWith("1")
                .endsWith("done");
    }

    @Test
    void log_truncated_isReadFromItsStart() {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        supervisor
                .start(ServiceSpec.shell("api", "i=0; while :; do echo $i; i=$((i+1)); sleep 0.005; done # " + marker))
                .get();
        try (Call.Registration following = supervisor.follow("api", heard::add)) {
            Outside.until("heard", () -> heard.size() > 20);

            Outside.output("truncate", "-s", "0", log("api.log").toString());

            int before = heard.size();
            Outside.until("heard more", () -> heard.size() > before + 20);
            assertThat(following).isNotNull();
        }
        assertThat(status("api").ready()).isTrue();
        assertThat(supervisor.tail("api", 3)).hasSize(3).allMatch(line -> Integer.parseInt(line) > 20);
    }

    @Test
    void log_truncatedAfterARotation_keepsLaterLines() throws IOException {
        Path log = folder.resolve("api.log");
        LogFile file = new LogFile(log, Logs.file(), ManualClock.create());
        file.prepare();
        Files.writeString(log, "one\ntwo\n");
        file.rotate(true);
        Outside.output("truncate", "-s", "0", log.toString());

        Files.writeString(log, "three\n");
        file.rotate(false);
        Files.writeString(log, "four\nfive\n", StandardOpenOption.APPEND);
        file.rotate(true);

        assertThat(folder.resolve("api.log.1")).hasContent("three\nfour\nfive");
        assertThat(folder.resolve("api.log.2")).hasContent("one\ntwo");
        Outside.output("truncate", "-s", "0", log.toString());
        Files.writeString(log, "six\n");
        assertThat(file.prepare()).isEqualTo(4);
        assertThat(log).hasContent("six");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "3", "-5 0", "9223372036854775807 0", "0 99999999999999999", "0 -1", "\u00ff\u00fe"})
    void open_logHeadDamaged_keepsTheWholeLog(String head) throws IOException {
        Path log = folder.resolve("api.log");
        LogFile file = new LogFile(log, Logs.file(), ManualClock.create());
        file.prepare();
        Files.writeString(log, "one\ntwo\n");
        Files.writeString(folder.resolve("api.log.head"), head, StandardCharsets.ISO_8859_1);

        assertThat(file.prepare()).isEqualTo(8);
        Files.writeString(folder.resolve("api.log.head"), head, StandardCharsets.ISO_8859_1);
        assertThat(file.rotate(true)).isTrue();

        assertThat(folder.resolve("api.log.1")).hasContent("one\ntwo");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lines_ofUnicodeBinaryAndNul_areKept(boolean pumped) throws IOException {
        String line = "printf '\\305\\274\\303\\263\\305\\202w \\360\\237\\216\\256\\n';"
                + " printf '\\377\\376 torn\\n'; printf 'nul\\000inside\\n'; echo done; exec sleep ";
        supervisor
                .start(ServiceSpec.shell("api", line + marker)
                        .logs(pumped ? Logs.pump() : Logs.file())
                        .ready(Probe.logLine("done")))
                .get();

        assertThat(supervisor.tail("api", 4)).containsExactly("żółw 🎮", "�� torn", "nul\0inside", "done");
        supervisor.stop().get();
        byte[] torn = {(byte) 0xff, (byte) 0xfe, ' ', 't', 'o', 'r', 'n', '\n', 'n', 'u', 'l', 0, 'i'};
        assertThat(Files.readAllBytes(log("api.log"))).contains(torn);
    }

    @Test
    void start_whereTheFolderOfLogsIsGone_isRefusedInWords() {
        Outside.output("rm", "-r", folder.resolve("state/logs").toString());

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() ->
                        supervisor.start(ServiceSpec.of("api", "sleep", marker)).get())
                .withMessageContaining("api.log cannot be written");
    }

    @Test
    void logFile_deleted_isCreatedAgainAtTheNextRotation() throws IOException {
        supervisor
                .start(ServiceSpec.shell("api", "while :; do seq 1 500; sleep 0.01; done")
                        .logs(Logs.pump().size(10_000)))
                .get();
        Outside.until("it writes", () -> log("api.log").toFile().length() > 0);
        Files.delete(log("api.log"));

        Outside.until("it is there again", () -> log("api.log").toFile().length() > 0);
        assertThat(supervisor.stop().get().clean()).isTrue();
    }

    @Test
    void log_olderThanTheLimit_isRotatedAtAnySize() throws IOException {
        Path log = folder.resolve("api.log");
        ManualClock clock = ManualClock.create();
        LogFile file = new LogFile(log, Logs.file().age(Duration.ofHours(1)), clock);
        file.prepare();
        Files.writeString(log, "one\ntwo\nhalf");

        file.rotate(false);
        assertThat(folder.resolve("api.log.1")).doesNotExist();
        clock.advance(Duration.ofMinutes(61));
        file.rotate(false);

        assertThat(folder.resolve("api.log.1")).hasContent("one\ntwo\n");
    }
}
