// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.exchange.ArchiveException.Reason;
import dev.bracketwire.keys.KeyRing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks sealed archives as somebody would who can write the file and does not have the key. */
@NullMarked
class SealedArchiveTest {
    private static final KeyRing KEYS = KeyRing.of("2026-11", key());
    private static final String SEALED = "manifest.sealed";
    private static final String PLAYERS = "rows/1-players.jsonl";
    private static final String RESULTS = "rows/2-results.jsonl";

    @TempDir
    Path folder;

    private Path archive;

    private static Secret key() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 7);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private static Backup backup(String winner) {
        // Rows that do not compress, so that each part takes several sealed pieces.
        byte[] noise = new byte[200_000];
        new Random(winner.hashCode()).nextBytes(noise);
        return Backup.of(
                Table.of("players", List.of(Map.of("id", 1, "name", "Ann"))),
                Table.of(
                        "results",
                        List.of(Map.of(
                                "winner", winner, "noise", Base64.getEncoder().encodeToString(noise)))));
    }

    @BeforeEach
    void sealed() {
        archive = folder.resolve("league.zip");
        backup("Ann").sealed(KEYS).to(archive).get();
    }

    private static Map<String, byte[]> files(Path from) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(from.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private void write(Map<String, byte[]> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
    }

    private Reason refused(String attack) {
        Restore restore = Restore.from(archive).keys(KEYS);
        try {
            restore.verify().get();
        } catch (ArchiveException e) {
            return e.reason();
        }
        throw new AssertionError(attack + ": the archive was accepted");
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name));
    }

    /** Where the sealed pieces of a part end: a flag, a length and the piece each. */
    private static int[] borders(byte[] part) {
        int[] ends = new int[16];
        int count = 0;
        for (int at = 0; at < part.length; ends[count++] = at) {
            at += 5 + ByteBuffer.wrap(part).getInt(at + 1);
        }
        return Arrays.copyOf(ends, count);
    }

    @Test
    void restore_keysGivenAndTheArchiveIsNotSealed_isRefusedUnlessAllowUnsealed() {
        backup("Eve").to(archive).get();
        Restore restore = Restore.from(archive).keys(KEYS);
        List<Throwable> failures = List.of(
                failure(() -> restore.verify().get()),
                failure(() -> restore.into(Table.of("players", List.of())).get()),
                failure(() -> restore.restore(Table.of("players", List.of())).get()));
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ArchiveException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.UNSEALED))
                        .hasMessageContaining("is not sealed")
                        .hasMessageContaining("without the keys")
                        .hasMessageContaining("allowUnsealed()"));
        assertThat(restore.allowUnsealed().verify().get().entries()).hasSize(2);
        assertThat(Restore.from(archive).verify().get().entries()).hasSize(2);
    }

    private static Throwable failure(Runnable action) {
        try {
            action.run();
        } catch (ArchiveException e) {
            return e;
        }
        throw new AssertionError("the archive was accepted");
    }

    @Test
    void allowUnsealed_archiveIsSealed_stillNeedsItsKeys() {
        assertThat(Restore.from(archive)
                        .keys(KEYS)
                        .allowUnsealed()
                        .verify()
                        .get()
                        .entries())
                .hasSize(2);
        assertThatThrownBy(Restore.from(archive).allowUnsealed().verify()::get)
                .isInstanceOfSatisfying(
                        ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SEALED));
    }

    @Test
    void verify_sealTakenOffTheManifestOrAPart_isRefused() throws IOException {
        Map<String, byte[]> sealed = files(archive);
        Path open = folder.resolve("open.zip");
        backup("Eve").to(open).get();
        Map<String, byte[]> unsealed = files(open);

        Map<String, byte[]> manifest = new LinkedHashMap<>(sealed);
        manifest.remove(SEALED);
        manifest.put("manifest.json", file(unsealed, "manifest.json"));
        write(manifest);
        assertThat(refused("unsealed manifest over sealed parts")).isEqualTo(Reason.UNSEALED);

        Map<String, byte[]> both = new LinkedHashMap<>(sealed);
        both.put("manifest.json", file(unsealed, "manifest.json"));
        write(both);
        assertThat(refused("an unsealed manifest beside the sealed one")).isEqualTo(Reason.UNEXPECTED);

        Map<String, byte[]> part = new LinkedHashMap<>(sealed);
        part.put(RESULTS, file(unsealed, RESULTS));
        write(part);
        assertThat(refused("an unsealed part")).isEqualTo(Reason.CHANGED);

        Map<String, byte[]> under = new LinkedHashMap<>(unsealed);
        under.remove("manifest.json");
        under.put(SEALED, file(unsealed, "manifest.json"));
        write(under);
        assertThat(refused("an unsealed manifest under the sealed one's name")).isEqualTo(Reason.CHANGED);
    }

    @Test
    void verify_partsAddedRemovedSwappedOrDoubled_isRefused() throws IOException {
        Map<String, byte[]> sealed = files(archive);

        Map<String, byte[]> more = new LinkedHashMap<>(sealed);
        more.put("rows/3-results.jsonl", file(sealed, RESULTS));
        write(more);
        assertThat(refused("a part doubled under a new name")).isEqualTo(Reason.UNEXPECTED);

        Map<String, byte[]> less = new LinkedHashMap<>(sealed);
        less.remove(RESULTS);
        write(less);
        assertThat(refused("a part removed")).isEqualTo(Reason.MISSING);

        Map<String, byte[]> swapped = new LinkedHashMap<>(sealed);
        swapped.put(PLAYERS, file(sealed, RESULTS));
        swapped.put(RESULTS, file(sealed, PLAYERS));
        write(swapped);
        assertThat(refused("two parts swapped")).isEqualTo(Reason.CHANGED);

        Map<String, byte[]> doubled = new LinkedHashMap<>(sealed);
        doubled.put(RESULTS, joined(file(sealed, RESULTS), file(sealed, RESULTS)));
        write(doubled);
        assertThat(refused("a part appended to itself")).isEqualTo(Reason.CHANGED);
    }

    @Test
    void verify_partsOfAnotherArchiveUnderTheSameKey_areRefused() throws IOException {
        Map<String, byte[]> sealed = files(archive);
        Path other = folder.resolve("other.zip");
        backup("Eve").sealed(KEYS).to(other).get();
        Map<String, byte[]> others = files(other);

        Map<String, byte[]> manifest = new LinkedHashMap<>(sealed);
        manifest.put(SEALED, file(others, SEALED));
        write(manifest);
        assertThat(refused("the manifest of another archive")).isEqualTo(Reason.CHANGED);

        Map<String, byte[]> part = new LinkedHashMap<>(sealed);
        part.put(RESULTS, file(others, RESULTS));
        write(part);
        assertThat(refused("a part of another archive")).isEqualTo(Reason.CHANGED);
    }

    @Test
    void verify_piecesOfAPartCutOffLeftOutReorderedOrAppended_areRefused() throws IOException {
        Map<String, byte[]> sealed = files(archive);
        byte[] part = file(sealed, RESULTS);
        int[] ends = borders(part);
        assertThat(ends.length).isGreaterThan(2);
        byte[] first = Arrays.copyOf(part, ends[0]);
        byte[] second = Arrays.copyOfRange(part, ends[0], ends[1]);
        byte[] rest = Arrays.copyOfRange(part, ends[1], part.length);
        byte[] last = Arrays.copyOfRange(part, ends[ends.length - 2], part.length);
        Map<String, byte[]> attacks = new LinkedHashMap<>();
        attacks.put("cut off at a piece's border", Arrays.copyOf(part, ends[ends.length - 2]));
        attacks.put("a piece left out", joined(first, rest));
        attacks.put("pieces reordered", joined(second, first, rest));
        attacks.put("a piece doubled", joined(first, first, second, rest));
        attacks.put("the last piece twice", joined(part, last));
        attacks.put("bytes appended", joined(part, new byte[] {0}));
        for (Map.Entry<String, byte[]> attack : attacks.entrySet()) {
            Map<String, byte[]> changed = new LinkedHashMap<>(sealed);
            changed.put(RESULTS, attack.getValue());
            write(changed);
            assertThat(refused(attack.getKey())).as(attack.getKey()).isEqualTo(Reason.CHANGED);
        }
        write(sealed);
        assertThat(Restore.from(archive).keys(KEYS).verify().get().entries()).hasSize(2);
    }
}
