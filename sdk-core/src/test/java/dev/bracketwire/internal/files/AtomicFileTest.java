// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
