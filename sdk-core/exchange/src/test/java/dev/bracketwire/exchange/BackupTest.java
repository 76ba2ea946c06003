// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.exchange.ArchiveException.Reason;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class BackupTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:30:00Z");
    private static final KeyRing KEYS = KeyRing.of("2026-11", key(1));

    @TempDir
    Path folder;

    private Path archive;
    private Path players;
    private Table table;

    private static Secret key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    @BeforeEach
    void files() throws IOException {
        archive = folder.resolve("league.zip");
        players = folder.resolve("players.csv");
        Files.writeString(players, "id,home.city,note\n007,Graz,'=1+1\n1182736450918273645,Wien,\n");
        table = Table.file(players, Format.csv());
    }

    private static Reason reason(Restore restore) {
        try {
            restore.verify().get();
            throw new AssertionError("it was taken");
        } catch (ArchiveException e) {
            assertThat(e).hasMessageContaining("cannot be restored: ");
            return e.reason();
        }
    }

    /** Writes the archive anew, with its files changed. */
    private void forge(Consumer<Map<String, byte[]>> change) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        change.accept(files);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
    }

    private void forgeManifest(String from, String to) throws IOException {
        forge(files -> files.computeIfPresent("manifest.json", (name, bytes) -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(text).contains(from);
            return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        }));
    }

    @Test
    void restore_givesBackWhatWasThere_plannedFirst() throws IOException {
        String before = Files.readString(players);
        Path matches = folder.resolve("matches.json");
        Format.json().write(matches, List.of(Map.of("id", 1, "score", List.of(1, 2.50), "ann", Map.of("x", true))));
        String matchesBefore = Files.readString(matches);
        Table second = Table.file(matches, Format.json());
        Manifest made =
                Backup.of(table, second).clock(ManualClock.at(NOW)).to(archive).get();
        assertThat(made.madeAt()).isEqualTo(NOW);
        assertThat(made.entries()).extracting(Manifest.Entry::table).containsExactly("players.csv", "matches.json");
        assertThat(made.entries()).extracting(Manifest.Entry::rows).containsExactly(2L, 1L);
        Files.writeString(players, "id\n1\n");
        Files.delete(matches);

        Restore restore = Restore.from(archive);
        assertThat(restore.verify().get()).isEqualTo(made);
        Plan<Restore.Replacement> plan = restore.into(table, second).get();
        assertThat(plan.toString())
                .contains("\"restore of league.zip\": 2 changes (2 replace)", "all rows of players.csv by 2 rows (");
        assertThat(players).hasContent("id\n1");
        plan.apply().get().orThrow();
        assertThat(Files.readString(players)).isEqualToNormalizingNewlines(before);
        assertThat(matches).hasContent(matchesBefore);
        assertThat(restore.restore(table).get().complete()).isTrue();
        assertThat(folder.toFile().list()).hasSize(3);
    }

    @Test
    void restore_tableWithoutRows_keepsItsColumns() throws IOException {
        Files.writeString(players, "id,name\n");
        Backup.of(table).to(archive).get();
        Files.writeString(players, "id,name\n1,Ann\n");
        Restore.from(archive).restore(table).get().orThrow();
        assertThat(players).hasContent("id,name");
    }

    @Test
    void sealed_opensUnderItsKeyAlone_andShowsNothing() throws IOException {
        Table many = Table.of(
                "many",
                IntStream.range(0, 20_000)
                        .mapToObj(i -> Map.of("name", "Ann" + i))
                        .toList());
        Backup.of(table, many).sealed(KEYS).to(archive).get();
        forge(files -> files.values()
                .forEach(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("Graz")));
        Restore restore = Restore.from(archive);
        assertThat(reason(restore)).isEqualTo(Reason.SEALED);
        assertThat(reason(restore.keys(KeyRing.of("2027-01", key(1))))).isEqualTo(Reason.SEALED);
        assertThat(reason(restore.keys(KeyRing.of("2026-11", key(2))))).isEqualTo(Reason.CHANGED);
        assertThat(restore.keys(KEYS).verify().get().entries().get(1).rows()).isEqualTo(20_000);
        restore.keys(KeyRing.of("2027-01", key(2)).and("2026-11", key(1)))
                .restore(table)
                .get()
                .orThrow();
    }

    @Test
    void verify_sealedAndChangedAnywhere_isRefused() throws IOException {
        Backup.of(table).sealed(KEYS).to(archive).get();
        byte[] whole = Files.readAllBytes(archive);
        Restore restore = Restore.from(archive).keys(KEYS);
        for (String file : List.of("rows/1-players_csv.jsonl", "manifest.sealed")) {
            for (int from : new int[] {0, 3, 30}) {
                Files.write(archive, whole);
                forge(files -> files.computeIfPresent(file, (name, bytes) -> {
                    bytes[bytes.length - 1 - from] ^= 1;
                    return bytes;
                }));
                assertThat(reason(restore)).as(file + from).isEqualTo(Reason.CHANGED);
            }
        }
        Files.write(archive, whole);
        forge(files -> files.computeIfPresent(
                "rows/1-players_csv.jsonl", (name, bytes) -> Arrays.copyOf(bytes, bytes.length - 1)));
        assertThat(reason(restore)).isEqualTo(Reason.CHANGED);
    }

    @Test
    void verify_anyByteChangedOrCutOff_isRefusedOrTheSame() throws IOException {
        Manifest made = Backup.of(table).to(archive).get();
        byte[] whole = Files.readAllBytes(archive);
        Restore restore = Restore.from(archive);
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x20;
            Files.write(archive, changed);
            try {
                // Dates and attributes of the ZIP file, and the date in the manifest, say nothing of the rows.
                assertThat(restore.verify().get().entries()).isEqualTo(made.entries());
            } catch (ArchiveException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length / 2);
        for (int length : new int[] {0, 1, 50, whole.length / 2, whole.length - 1}) {
            Files.write(archive, Arrays.copyOf(whole, length));
            assertThat(reason(restore)).as("cut at " + length).isEqualTo(Reason.DAMAGED);
        }
        Files.delete(archive);
        assertThat(reason(restore)).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void verify_whatTheManifestDoesNotName_isRefused() throws IOException {
        Backup.of(table).to(archive).get();
        byte[] whole = Files.readAllBytes(archive);
        for (String name : List.of("../x", "/etc/x", "rows/..\\x", "rows/2-more.jsonl", "x/")) {
            Files.write(archive, whole);
            forge(files -> files.put(name, new byte[0]));
            assertThat(reason(Restore.from(archive))).as(name).isEqualTo(Reason.UNEXPECTED);
        }
        Files.write(archive, whole);
        forge(files -> files.remove("rows/1-players_csv.jsonl"));
        assertThat(reason(Restore.from(archive))).isEqualTo(Reason.MISSING);
        Files.write(archive, whole);
        forge(files -> files.remove("manifest.json"));
        assertThat(reason(Restore.from(archive))).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void restore_namesOfFilesInTheArchive_areNeverWrittenTo() throws IOException {
        Backup.of(table).to(archive).get();
        forge(files -> {
            files.put("../../x.jsonl", files.remove("rows/1-players_csv.jsonl"));
            files.computeIfPresent(
                    "manifest.json",
                    (name, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                            .replace("rows/1-players_csv.jsonl", "../../x.jsonl")
                            .getBytes(StandardCharsets.UTF_8));
        });
        Restore.from(archive).restore(table).get().orThrow();
        assertThat(folder.toFile().list()).hasSize(2);
        assertThat(folder.resolve("../../x.jsonl")).doesNotExist();
    }

    @Test
    void verify_manifestThatIsWrong_isRefused() throws IOException {
        Backup.of(table).to(archive).get();
        byte[] whole = Files.readAllBytes(archive);
        record Forged(String from, String to) {}
        Map<Forged, Reason> wrong = new LinkedHashMap<>();
        wrong.put(new Forged("\"version\":2", "\"version\":1"), Reason.VERSION);
        wrong.put(new Forged("\"version\":2", "\"version\":\"x\""), Reason.DAMAGED);
        wrong.put(new Forged("{\"version\":2", "{\"version\":2,"), Reason.DAMAGED);
        wrong.put(new Forged("\"madeAt\"", "\"made\""), Reason.DAMAGED);
        wrong.put(new Forged("\"rows\":2", "\"rows\":3"), Reason.CHANGED);
        wrong.put(new Forged("\"rows\":2", "\"rows\":-1"), Reason.DAMAGED);
        wrong.put(new Forged("\"sha256\":\"", "\"sha256\":\"0"), Reason.CHANGED);
        wrong.put(new Forged("\"bytes\":1", "\"bytes\":2"), Reason.CHANGED);
        for (Map.Entry<Forged, Reason> each : wrong.entrySet()) {
            Files.write(archive, whole);
            forgeManifest(each.getKey().from(), each.getKey().to());
            assertThat(reason(Restore.from(archive))).as(each.getKey().to()).isEqualTo(each.getValue());
        }
    }

    @Test
    void verify_zipBomb_isRefusedBeforeItIsUnpacked() throws IOException {
        Backup.of(table).to(archive).get();
        byte[] whole = Files.readAllBytes(archive);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes("{\"id\":\"".getBytes(StandardCharsets.UTF_8));
        line.writeBytes(new byte[50_000_000]);
        forge(files -> files.put("rows/1-players_csv.jsonl", line.toByteArray()));
        assertThat(reason(Restore.from(archive))).isEqualTo(Reason.TOO_LARGE);
        Files.write(archive, whole);
        forge(files -> files.put("manifest.json", new byte[50_000_000]));
        assertThat(reason(Restore.from(archive))).isEqualTo(Reason.TOO_LARGE);
        Files.write(archive, whole);
        assertThat(reason(Restore.from(archive).limit(10))).isEqualTo(Reason.TOO_LARGE);
        forgeManifest("\"bytes\":", "\"bytes\":999999999999");
        assertThat(reason(Restore.from(archive))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void apply_archiveThatChangedSince_leavesWhatWasThere() throws IOException {
        Backup.of(table).to(archive).get();
        Plan<Restore.Replacement> first = Restore.from(archive).into(table).get();
        Plan<Restore.Replacement> second = Restore.from(archive).into(table).get();
        forge(files -> files.computeIfPresent(
                "rows/1-players_csv.jsonl",
                (name, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                        .replace("Wien", "Linz")
                        .getBytes(StandardCharsets.UTF_8)));
        String before = Files.readString(players);
        Report<Restore.Replacement> report = first.apply().get();
        assertThat(report.outcomes().map(Outcome::status)).containsExactly(Outcome.Status.FAILED);
        assertThat(players).hasContent(before);
        Files.writeString(players, "id\n5\n");
        Backup.of(table).to(archive).get();
        assertThat(second.apply().get().outcomes().map(Outcome::status)).containsExactly(Outcome.Status.STALE);
        assertThat(players).hasContent("id\n5");
    }

    @Test
    void into_tableThatIsNotInIt_orCannotBeReplaced_saysSo() {
        Backup.of(table, Table.of("pages", List.of())).to(archive).get();
        assertThatThrownBy(Restore.from(archive).into(Table.of("others", List.of()))::get)
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
        Report<Restore.Replacement> report =
                Restore.from(archive).restore(Table.of("pages", List.of())).get();
        assertThat(report.problems().findFirst().orElseThrow().note())
                .contains("does not let all its rows be replaced");
        assertThatThrownBy(() -> Backup.of(table, table)).hasMessageContaining("two tables are called players.csv");
        assertThatThrownBy(Backup::of).hasMessageContaining("at least one");
    }

    @Test
    void to_tableThatCannotBeRead_leavesTheLastBackup() throws IOException {
        Backup.of(table).to(archive).get();
        byte[] before = Files.readAllBytes(archive);
        Files.writeString(players, "id,a\n1\n");
        assertThatThrownBy(Backup.of(table).to(archive)::get).isInstanceOf(RowException.class);
        Map<String, @Nullable Object> large = Map.of("a", "x".repeat((1 << 24) + 1));
        assertThatThrownBy(Backup.of(Table.of("large", List.of(large))).to(archive)::get)
                .isInstanceOf(ExchangeException.class);
        assertThat(Files.readAllBytes(archive)).isEqualTo(before);
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void prove_filesAndOtherTables_saysWhatCanBeRestored() throws IOException {
        Path list = folder.resolve("list.jsonl");
        Files.writeString(list, "{\"id\":1,\"x\":1.50,\"y\":null}\n{\"id\":2,\"z\":[1,{\"a\":\"b\"}]}\n");
        Table lines = Table.file(list, Format.jsonLines());
        Backup good = Backup.of(table, lines);
        good.to(archive).get();
        Files.delete(list);
        RestoreProof proof = good.prove(archive).get().orThrow();
        assertThat(proof.holds()).isTrue();
        assertThat(proof).hasToString("the backup was restored: 2 tables, 4 rows, all equal");
        assertThat(list).doesNotExist();

        // Text beside numbers: the second column is written as text by CSV, and is not what it was.
        Table narrow = Table.file(folder.resolve("narrow.csv"), Format.csv());
        Table pages = Table.of("pages", List.of(Map.of("id", 1)));
        Backup.of(Table.of("narrow.csv", List.of(Map.of("id", "1", "score", 5))), pages)
                .to(archive)
                .get();
        RestoreProof wrong = Restore.from(archive).prove(narrow, pages).get();
        assertThat(wrong.problems())
                .extracting(TableProblem::toString)
                .containsExactly(
                        "narrow.csv, column score: has another value than in the backup",
                        "pages: has no scratch place to restore it to: only files, and rows of a database's tables, have");
        assertThatThrownBy(wrong::orThrow)
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("cannot be restored as it was: 2 problems");
        assertThat(folder.resolve("narrow.csv")).doesNotExist();
    }

    @Test
    void prove_archiveWithoutTheSealOfItsBackup_isRefused() {
        Backup.of(table).to(archive).get();
        assertThatThrownBy(Backup.of(table).sealed(KEYS).prove(archive)::get)
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSEALED));
        Backup.of(table).sealed(KEYS).to(archive).get();
        assertThat(Backup.of(table).sealed(KEYS).prove(archive).get().holds()).isTrue();
    }
}
