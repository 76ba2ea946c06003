// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Cassette;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.exchange.Backup;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.OnProblem;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.Sealer;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.operator.AuditTrail;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.store.PersonalData;
import dev.bracketwire.store.PersonalTable;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and write the files that the modules make, whatever the process' umask. */
class FileRightsTest {
    private static final KeyRing KEYS =
            KeyRing.of("k", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
    private static final Secret AUDIT = Secret.of("a key of the tests");

    @TempDir
    Path folder;

    @BeforeEach
    void onlyWhereFilesHaveModes() throws IOException {
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
                .isTrue();
    }

    @Test
    void newFiles_withPeopleOrSecrets_areForTheirOwnerOnly() throws Exception {
        make(folder);
        assertThat(wide(folder)).isEmpty();
    }

    @Test
    void newFiles_withUmaskZero_areForTheirOwnerOnly() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Making.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("said.txt")))
                .isZero();
        Files.delete(folder.resolve("said.txt"));
        assertThat(wide(folder)).isEmpty();
    }

    @Test
    void sync_ofAFileForItsOwnerOnly_leavesItSo() throws IOException {
        Path left = file("left.csv", "rw-r--r--", "id,name\n1,Ann\n2,Bob\n");
        Path right = file("right.csv", "rw-------", "id,name\n1,Old\n");
        Sync.of(Table.file(left, Format.csv()), Table.file(right, Format.csv()))
                .by("id")
                .plan()
                .get()
                .apply()
                .get()
                .orThrow();
        assertThat(right).content().contains("Bob");
        assertThat(mode(right)).isEqualTo("rw-------");
    }

    @Test
    void write_overAnyFile_keepsItsMode() throws IOException {
        for (String mode : List.of("rw-------", "rw-r-----", "rw-rw-r--", "rwxr-x---", "r--------")) {
            Path file = file("a.jsonl", mode, "{}\n");
            Format.jsonLines().write(file, List.of(Map.of("id", 1)));
            assertThat(file).content().contains("1");
            assertThat(mode(file)).isEqualTo(mode);
            Files.delete(file);
        }
        Path archive = file("backup.zip", "rw-r-----", "");
        Backup.of(Table.file(file("t.csv", "rw-------", "id\n1\n"), Format.csv()))
                .to(archive)
                .get();
        assertThat(mode(archive)).isEqualTo("rw-r-----");
    }

    @Test
    void download_overAFileBehindALink_keepsLinkAndMode() throws IOException {
        Path target = file("target", "rw-r-----", "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
        try (FakeUpstream upstream = FakeUpstream.start();
                Connector api = Connector.create(
                        ConnectorConfig.builder("chests", upstream.uri()).build())) {
            upstream.on("GET", "/x").answers(Answer.json("{}"));
            api.download(Request.get("/x"), link).get();
        }
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("{}");
        assertThat(mode(target)).isEqualTo("rw-r-----");
    }

    @Test
    void sync_ofALink_changesTheFileItLeadsTo() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path target = Files.writeString(data.resolve("roster.csv"), "id,name\n1,Old\n");
        Path link = Files.createSymbolicLink(folder.resolve("roster.csv"), Path.of("data", "roster.csv"));
        Path left = Files.writeString(folder.resolve("left.csv"), "id,name\n1,Ann\n");
        Sync.of(Table.file(left, Format.csv()), Table.file(link, Format.csv()))
                .by("id")
                .plan()
                .get()
                .apply()
                .get()
                .orThrow();
        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains("Ann");
        assertThat(files(data)).containsExactly(target);
    }

    @Test
    void tokenFolder_othersCanWrite_isRefusedWithTheRemedy() throws IOException {
        Path tokens = folder("tokens", "rwxrwx---");
        assertRefused(() -> TokenStore.file(tokens, KEYS), "chmod go-w " + tokens.toRealPath());
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatCode(() -> TokenStore.file(tokens, KEYS)).doesNotThrowAnyException();
    }

    @Test
    void auditFolder_othersCanWrite_isRefusedWithTheRemedy() throws IOException {
        Path audit = folder("audit", "rwxr-xrwx");
        assertRefused(() -> AuditTrail.open(audit, AUDIT), "chmod go-w " + audit.toRealPath());
        Files.setPosixFilePermissions(audit, PosixFilePermissions.fromString("rwxr-xr-x"));
        AuditTrail.open(audit, AUDIT).close();
    }

    @Test
    void keyFile_othersCanWrite_isRefusedWithTheRemedy() throws IOException {
        String line = "k " + Base64.getEncoder().encodeToString(new byte[32]) + "\n";
        Path keys = file("keys", "rw-rw-r--", line);
        KeyRing ring = KeyRing.file(keys);
        assertRefused(ring::current, "chmod go-w " + keys.toRealPath());
        assertRefused(Secret.file(keys)::reveal, "chmod go-w " + keys.toRealPath());
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Sealer.with(ring).seal(new byte[1], "x")).isNotEmpty();
        assertThat(Secret.file(keys).reveal()).startsWith("k ");
    }

    @Test
    void keyFile_othersCanReplace_isRefused() throws IOException {
        Path shared = folder("shared", "rwxrwxrwx");
        Path own = Files.createDirectory(shared.resolve("own"));
        Path keys = Files.writeString(own.resolve("keys"), "secret");
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        assertRefused(Secret.file(keys)::reveal, "chmod go-w " + shared.toRealPath());

        Path link = Files.createSymbolicLink(shared.resolve("link"), file("real", "rw-------", "secret"));
        assertRefused(Secret.file(link)::reveal, "chmod go-w " + shared.toRealPath());
    }

    @Test
    void keyFile_inAFolderWithTheStickyBit_isRead() throws Exception {
        // As Kubernetes mounts secrets: links in a folder that all may write, and none may take another's from.
        Path mount = folder("mount", "rwxrwxrwx");
        assertThat(new ProcessBuilder("chmod", "+t", mount.toString()).start().waitFor())
                .isZero();
        Path version = Files.createDirectory(mount.resolve("..2026"));
        Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(version.resolve("key"), "secret");
        Files.setPosixFilePermissions(version.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026"));
        Path key = Files.createSymbolicLink(mount.resolve("key"), Path.of("..data", "key"));
        assertThat(Secret.file(key).reveal()).isEqualTo("secret");
    }

    @Test
    void keyFile_ofAnotherUserInAFolderWithTheStickyBit_isRefused() throws Exception {
        Path mount = folder("mount", "rwxrwxrwx");
        assertThat(new ProcessBuilder("chmod", "+t", mount.toString()).start().waitFor())
                .isZero();
        Path key = Files.writeString(mount.resolve("key"), "planted");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assumeThat(new ProcessBuilder("chown", "12345", key.toString()).start().waitFor())
                .as("only root can give a file away")
                .isZero();
        assertRefused(Secret.file(key)::reveal, "another user");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable opening, String mend) {
        assertThatThrownBy(opening).isInstanceOf(ConfigurationException.class).hasMessageContaining(mend);
    }

    private Path file(String name, String mode, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Path folder(String name, String mode) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** What others than the owner may do anything with. */
    private static List<String> wide(Path folder) throws IOException {
        List<String> wide = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> all = Files.walk(folder.resolve("made"))) {
            for (Path path : all.toList()) {
                seen++;
                String mode =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                if (!mode.endsWith("------")) {
                    wide.add(mode + " " + folder.relativize(path));
                }
            }
        }
        assertThat(seen).isGreaterThan(15);
        return wide;
    }

    /** Makes a file of each kind in a folder. */
    private static void make(Path folder) throws IOException {
        Path made = folder.resolve("made");
        // The database makes the folder, as the others do with theirs.
        try (Database db = Database.builder()
                .migrations(Migrations.named("files").step("V1__people", "CREATE TABLE ${people} (id int, name text)"))
                .open(made.resolve("people.db"))) {
            db.write(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.executeUpdate("INSERT INTO " + db.table("people") + " VALUES (1, 'Ann')");
                        }
                    })
                    .get();
            PersonalData.of(db, PersonalTable.of("people", "id"))
                    .export(1, made.resolve("ann.json"))
                    .get()
                    .orThrow();
            Backup.of(db.rows("people", "id")).to(made.resolve("backup.zip")).get();
            // The write-ahead log lies beside the file as long as the database is open.
            assertThat(wideNow(made)).isEmpty();
        }
        Path bad = Files.writeString(folder.resolve("bad.jsonl"), "{\"id\":1}\n{broken\n");
        try (var rows = Format.jsonLines()
                .onProblem(OnProblem.quarantine(made.resolve("bad.jsonl")))
                .read(bad)) {
            rows.forEach(row -> assertThat(row).isNotEmpty());
        }
        TokenStore.file(made.resolve("tokens"), KEYS)
                .keep("ann", new Tokens(Secret.of("a"), Secret.of("r"), null))
                .get();
        try (AuditTrail audit = AuditTrail.open(made.resolve("audit"), AUDIT);
                Usage usage = Usage.builder().keptIn(made.resolve("usage.json")).build();
                FakeUpstream upstream = FakeUpstream.start();
                Connector api = Connector.create(ConnectorConfig.builder("chests", upstream.uri())
                        .listener(audit)
                        .listener(usage)
                        .limiter(Limiter.of(Limit.of(5, Duration.ofSeconds(1))).keptIn(made.resolve("limits.json")))
                        .cassette(Cassette.record(made.resolve("cassettes/a.json")))
                        .build())) {
            upstream.on("GET", "/x").answers(Answer.json("{}"));
            api.download(Request.get("/x"), made.resolve("download.json")).get();
        }
    }

    private static List<Path> wideNow(Path made) throws IOException {
        List<Path> wide = new ArrayList<>();
        for (Path file : files(made)) {
            if (!mode(file).endsWith("------")) {
                wide.add(file);
            }
        }
        return wide;
    }

    /** Does it in a process of its own. */
    static final class Making {
        private Making() {}

        public static void main(String[] arguments) throws IOException {
            make(Path.of(arguments[0]));
        }
    }
}
