// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    private static final Secret KEY = Secret.of("a key of the tests");

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir(factory = Folders.InMemory.class)
    Path folder;

    @Test
    void calls_areLinesOfJsonWithPseudonyms() throws IOException {
        AtomicReference<@Nullable String> user = new AtomicReference<>("ann@example.org");
        try (AuditTrail audit = AuditTrail.builder(folder, KEY)
                        .actor(user::get)
                        .clock(clock)
                        .open();
                FakeUpstream upstream = FakeUpstream.start();
                Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                        .listener(audit)
                        .clock(clock)
                        .build())) {
            assertThat(audit.duties()).containsExactly(ChecklistItem.AUDIT);
            upstream.on("GET", "/players/{id}").answers(Answer.json("{}"), Answer.of(404));
            api.get("/players/{id}", Void.class, "secret-id").get();
            user.set(null);
            assertThatThrownBy(() ->
                            api.get("/players/{id}", Void.class, "secret-id").get())
                    .isInstanceOf(NotFoundException.class);
            audit.record("bob \"the\" \u00e9", "roster \\ closed", "done");
            audit.seal();
            List<String> lines = lines(1);
            String host = api.config().base().getAuthority();
            assertThat(lines.get(1))
                    .startsWith("{\"n\":2,\"at\":\"2026-11-21T10:00:00.000Z\",\"who\":\""
                            + audit.pseudonym("ann@example.org") + "\",\"what\":\"GET /players/{id}\","
                            + "\"connector\":\"chests\",\"host\":\"" + host
                            + "\",\"outcome\":\"success\",\"status\":200,"
                            + "\"attempts\":1,\"ms\":0,\"from\":\"upstream\",\"seal\":\"");
            assertThat(lines.get(2))
                    .contains("\"outcome\":\"not-found\",\"status\":404")
                    .doesNotContain("who");
            assertThat(lines.get(3)).contains("\"what\":\"roster \\u005c closed\",\"outcome\":\"done\"");
            assertThat(String.join("\n", lines)).doesNotContain("ann@", "bob", "secret-id");
            assertThat(AuditTrail.verify(folder, KEY).head()).isEqualTo(audit.head());
        }
        AuditCheck check = AuditTrail.verify(folder, KEY);
        assertThat(check.isIntact()).isTrue();
        assertThat(check.toString()).startsWith("intact: 5 lines in 1 files, 0 not sealed yet, 0 cut off, up to 5:");
        assertThat(lines(1).get(4)).contains("\"what\":\"trail closed\"");
    }

    @Test
    void lines_areThereAtOnceAndSealedWithinASecond() throws IOException {
        try (AuditTrail audit = AuditTrail.builder(folder, KEY).clock(clock).open()) {
            audit.record("ann", "one", "done");
            assertThat(lines(1)).hasSize(2);
            assertThat(AuditTrail.verify(folder, KEY).unsealed()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(1));
            AuditCheck check = AuditTrail.verify(folder, KEY);
            assertThat(check.unsealed()).isZero();
            assertThat(check.isIntact()).isTrue();
        }
    }

    @Test
    void open_existingTrail_continuesAtItsEnd() throws IOException {
        write(2);
        write(3);
        AuditCheck check = AuditTrail.verify(folder, KEY);
        assertThat(check.isIntact()).isTrue();
        assertThat(check.lines()).isEqualTo(9);
        assertThat(check.files()).isEqualTo(2);
        assertThat(lines(1).get(0)).contains("\"outcome\":\"there was none before\"");
        assertThat(lines(2).get(0)).startsWith("{\"n\":5,").contains("\"outcome\":\"after a clean end\"");
    }

    @Test
    void files_beyondTheLimit_oldestIsDeleted() throws IOException {
        try (AuditTrail audit = AuditTrail.builder(folder, KEY)
                .rotateAt(4096)
                .keep(3)
                .clock(clock)
                .open()) {
            IntStream.range(0, 200).forEach(i -> audit.record("ann", "change " + i, "done"));
        }
        List<Path> files = files();
        assertThat(files).hasSize(3);
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(4096);
        }
        AuditCheck check = AuditTrail.verify(folder, KEY);
        assertThat(check.isIntact()).isTrue();
        assertThat(check.head()).startsWith("2");
    }

    @Test
    void longTexts_areCutAndManyLinesFit() throws IOException {
        try (AuditTrail audit = AuditTrail.builder(folder, KEY).clock(clock).open()) {
            for (int i = 0; i < 300; i++) {
                audit.record("ann", "\u0001".repeat(5_000), "x".repeat(5_000));
            }
        }
        assertThat(AuditTrail.verify(folder, KEY).isIntact()).isTrue();
        assertThat(lines(1)).hasSize(302).allSatisfy(line -> assertThat(line).hasSizeLessThan(8_000));
    }

    @RepeatedTest(20)
    void verify_duringWrites_reportsNoProblem() throws Exception {
        try (AuditTrail audit =
                AuditTrail.builder(folder, KEY).rotateAt(100_000).open()) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 3_000; i++) {
                    audit.record("ann", "change " + i, "done");
                    if (i % 20 == 0) {
                        audit.seal();
                    }
                }
            });
            writer.start();
            while (writer.isAlive()) {
                assertThat(AuditTrail.verify(folder, KEY).problems()).isEmpty();
            }
        }
    }

    @Test
    void rotate_nextFileCannotBeCreated_continuesInTheCurrentFile() throws IOException {
        try (AuditTrail audit =
                AuditTrail.builder(folder, KEY).rotateAt(4096).clock(clock).open()) {
            Files.createDirectory(file(2));
            IntStream.range(0, 30).forEach(i -> audit.record("ann", "change " + i, "done"));
            long lost = audit.lost();
            assertThat(lost).isPositive();
            Files.delete(file(2));
            audit.record("ann", "at last", "done");
            audit.seal();
            assertThat(audit.lost()).isEqualTo(lost);
            assertThat(Files.readString(file(2))).contains("at last");
            assertThat(Pattern.compile("\"lost\":(\\d+)")
                            .matcher(Files.readString(file(1)) + Files.readString(file(2)))
                            .results()
                            .mapToLong(said -> Long.parseLong(said.group(1)))
                            .sum())
                    .isEqualTo(lost);
        }
        assertThat(AuditTrail.verify(folder, KEY).isIntact()).isTrue();
    }

    @Test
    void verify_lineChanged_isFound() throws IOException {
        write(5);
        edit(1, text -> text.replace("change 2", "change 9"));
        AuditCheck check = AuditTrail.verify(folder, KEY);
        assertThat(check.isIntact()).isFalse();
        assertThat(check.problems()).hasSize(1);
        assertThat(check.toString())
                .startsWith("NOT INTACT: ")
                .contains("audit-000001.jsonl line 4: does not fit its seal");
    }

    @Test
    void verify_linesTakenOutMovedOrAdded_areFound() throws IOException {
        write(5);
        byte[] whole = Files.readAllBytes(file(1));
        List<String> lines = lines(1);

        edit(1, text -> text.replace(lines.get(2) + "\n", ""));
        assertThat(AuditTrail.verify(folder, KEY).problems())
                .extracting(AuditCheck.Problem::what)
                .anyMatch(what -> what.startsWith("has the number 4 after 2"));

        Files.write(file(1), whole);
        edit(
                1,
                text -> text.replace(lines.get(2), "x")
                        .replace(lines.get(3), lines.get(2))
                        .replace("x", lines.get(3)));
        assertThat(AuditTrail.verify(folder, KEY).isIntact()).isFalse();

        Files.write(file(1), whole);
        edit(1, text -> text + "{\"what\":\"mine\"}\n");
        assertThat(AuditTrail.verify(folder, KEY).problems())
                .extracting(AuditCheck.Problem::what)
                .containsExactly("is no line of a trail");
    }

    @Test
    void verify_fileTakenOut_isFound() throws IOException {
        write(1);
        write(1);
        write(1);
        Files.delete(file(2));
        assertThat(AuditTrail.verify(folder, KEY).problems())
                .extracting(AuditCheck.Problem::toString)
                .containsExactly("audit-000003.jsonl: a file before it is missing");
    }

    @Test
    void verify_otherKey_reportsProblems() {
        write(1);
        assertThat(AuditTrail.verify(folder, Secret.of("another key of them")).problems())
                .extracting(AuditCheck.Problem::toString)
                .anyMatch(problem -> problem.startsWith("audit.mark: does not fit the key"))
                .anyMatch(problem -> problem.contains("is sealed under a key that was not given"))
                .hasSize(5);
    }

    @Test
    void open_afterAKill_cutsAndRecordsWhatWasNotSealed() throws IOException {
        Path killed = folder.resolve("killed");
        try (AuditTrail audit =
                AuditTrail.builder(folder.resolve("live"), KEY).clock(clock).open()) {
            audit.record("ann", "one", "done");
            audit.seal();
            audit.record("ann", "two", "done");
            audit.record("ann", "three", "done");
            Folders.copy(folder.resolve("live"), killed);
        }
        Path file = killed.resolve("audit-000001.jsonl");
        Files.writeString(file, Files.readString(file).stripTrailing() + "\n{\"n\":5,\"at\":\"2026" + " ".repeat(99));
        AuditCheck before = AuditTrail.verify(killed, KEY);
        assertThat(before.isIntact()).isTrue();
        assertThat(before.unsealed()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            AuditTrail.builder(killed, KEY).clock(clock).open().close();
            AuditCheck check = AuditTrail.verify(killed, KEY);
            assertThat(check.problems())
                    .singleElement()
                    .hasToString("audit-000002.jsonl line 1: lines 3 to 4 were not sealed in time, when a process ended"
                            + " without closing the trail: nothing vouches for their content");
            assertThat(check.cutOff()).isEqualTo(1);
            assertThat(check.unsealed()).isZero();
        }
        assertThat(Files.readString(killed.resolve("audit-000002.jsonl")))
                .contains("after a process that was killed: 2 lines sealed late, 1 cut off", "\"cutOff\":1");
    }

    @Test
    void open_afterAKillBeforeTheFirstLine_continuesTheFileBefore() throws IOException {
        write(1);
        Files.writeString(file(2), "{\"n\":4," + " ".repeat(50));
        write(1);
        assertThat(lines(2).get(0)).contains("1 cut off");
        assertThat(AuditTrail.verify(folder, KEY).isIntact()).isTrue();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the limit is a shell's")
    void open_diskFull_leavesNoPartialFile() throws Exception {
        Process limited = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 100; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditProcess.class.getName(),
                        folder.toString(),
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            assertThat(limited.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            limited.destroyForcibly();
        }

        assertThat(limited.exitValue()).isEqualTo(1);
        assertThat(folder.resolve("said")).content().contains("the audit trail in " + folder + " cannot be written");
        assertThat(files()).isEmpty();
        AuditTrail.builder(folder, AuditProcess.KEY).clock(clock).open().close();
        assertThat(AuditTrail.verify(folder, AuditProcess.KEY).isIntact()).isTrue();
    }

    @Test
    void open_twice_isRefused() throws IOException {
        try (AuditTrail audit = AuditTrail.open(folder, KEY)) {
            assertThatThrownBy(() -> AuditTrail.open(folder, KEY))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("somebody else writes the audit trail");
            assertThat(audit.lost()).isZero();
        }
        AuditTrail.open(folder, KEY).close();
    }

    @Test
    void open_folderIsAFile_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "");
        assertThatThrownBy(() -> AuditTrail.open(file, KEY)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> AuditTrail.verify(folder.resolve("none"), KEY)).isInstanceOf(StoreException.class);
    }

    @Test
    void key_tooShort_isRefused() {
        assertThatThrownBy(() -> AuditTrail.open(folder, Secret.of("short")))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void append_afterTheEnd_isCounted() {
        AuditTrail audit = AuditTrail.open(folder, KEY);
        audit.close();
        audit.close();
        audit.record("ann", "late", "done");
        assertThat(audit.lost()).isEqualTo(1);
        assertThat(AuditTrail.verify(folder, KEY).isIntact()).isTrue();
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> AuditTrail.builder(folder, KEY).rotateAt(1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuditTrail.builder(folder, KEY).keep(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void command_withoutFolderOrKey_saysWhatItNeeds() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(VerifyAudit.run(new String[0], printed, printed)).isEqualTo(2);
        assertThat(VerifyAudit.run(new String[] {folder.toString()}, printed, printed))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: VerifyAudit FOLDER [HEAD]", "AUDIT_KEY");
    }

    private void write(int lines) {
        try (AuditTrail audit = AuditTrail.builder(folder, KEY).clock(clock).open()) {
            IntStream.range(0, lines).forEach(i -> audit.record("ann", "change " + i, "done"));
        }
    }

    private void edit(int number, UnaryOperator<String> change) throws IOException {
        Files.writeString(file(number), change.apply(Files.readString(file(number))));
    }

    private Path file(int number) {
        return folder.resolve("audit-%06d.jsonl".formatted(number));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    private List<String> lines(int number) throws IOException {
        return Files.readString(file(number)).strip().lines().toList();
    }
}
