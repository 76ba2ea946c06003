// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AtomicFileTest {
    @TempDir
    Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void replace_interruptedThread_isDoneAndStaysInterrupted() throws IOException {
        Path file = folder.resolve("a");
        Thread.currentThread().interrupt();
        AtomicFile.replace(file, new byte[] {1});
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllBytes(file)).containsExactly(1);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void close_withoutCommit_leavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        try (AtomicFile begun = AtomicFile.beside(file)) {
            begun.out().write("new".getBytes(StandardCharsets.UTF_8));
            assertThat(files()).hasSize(2);
        }
        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void commit_placeIsTaken_leavesNothing() throws IOException {
        Path file = folder.resolve("a");
        Files.createDirectories(file.resolve("b"));
        assertThatThrownBy(() -> AtomicFile.replace(file, new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void replace_danglingLink_makesTheFileItLeadsTo() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("data/a"));
        Path further = Files.createSymbolicLink(folder.resolve("further"), link);
        AtomicFile.replace(further, new byte[] {1});
        assertThat(further).isSymbolicLink();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readAllBytes(data.resolve("a"))).containsExactly(1);

        Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("none/a"));
        assertThatThrownBy(() -> AtomicFile.replace(nowhere, new byte[] {1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none/a: its folder does not exist");
    }

    @Test
    void replace_linksInACircle_isRefused() throws IOException {
        Path one = folder.resolve("one");
        Path two = Files.createSymbolicLink(folder.resolve("two"), one);
        Files.createSymbolicLink(one, two);
        assertThatThrownBy(() -> AtomicFile.replace(one, new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(files()).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void replace_whatIsNoRegularFile_isRefused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        assertThatThrownBy(() -> AtomicFile.replace(link, new byte[] {1})).hasMessageContaining("is a folder");
        Path pipe = folder.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> AtomicFile.replace(pipe, new byte[] {1})).hasMessageContaining("is no regular file");
        assertThat(files()).containsExactlyInAnyOrder(link, pipe);
    }

    @Test
    void secret_overAFileThatMayBeRead_isHiddenUntilItIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        assumeThat(FilePermissions.known(file)).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        for (boolean secret : new boolean[] {true, false}) {
            try (AtomicFile begun = secret ? AtomicFile.secret(file) : AtomicFile.beside(file)) {
                assertThat(mode(begun.part())).isEqualTo("rw-------");
                begun.commit();
            }
            assertThat(mode(file)).isEqualTo("rw-r--r--");
        }
    }

    @Test
    void replace_fileOfAnotherOwner_staysTheirs() throws Exception {
        Path file = given("rw-r-----");
        AtomicFile.replace(file, new byte[] {1});
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(12345);
        assertThat(mode(file)).isEqualTo("rw-r-----");
    }

    @Test
    void replace_groupCannotBeKept_opensNothingToAnotherGroup() throws Exception {
        Path file = given("rw-rw-r--");
        // Another user may not look into the folder of the libraries.
        Path logging = Files.copy(place(LoggerFactory.class), folder.resolve("logging.jar"));
        Files.setPosixFilePermissions(logging, PosixFilePermissions.fromString("rw-r--r--"));
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=23456",
                        "--regid=23456",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Stream.of(place(AtomicFile.class), place(AtomicFileTest.class), logging)
                                .map(Path::toString)
                                .collect(Collectors.joining(":")),
                        Replacing.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(said).as("another user may read the classes").doesNotContain("Could not find or load");
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Files.readAllBytes(file)).containsExactly(1);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(23456);
        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** A file of another user in a folder that all may write. */
    private Path given(String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("given"), "old");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assumeThat(new ProcessBuilder("chown", "12345:12345", file.toString())
                        .start()
                        .waitFor())
                .as("only root can give a file away")
                .isZero();
        return file;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Replaces a file as another user. */
    static final class Replacing {
        private Replacing() {}

        public static void main(String[] arguments) throws IOException {
            AtomicFile.replace(Path.of(arguments[0]), new byte[] {1});
        }
    }
}
