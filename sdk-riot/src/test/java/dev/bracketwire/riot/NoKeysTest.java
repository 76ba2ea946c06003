// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that look live are found in public repositories again and again; not in this one. */
class NoKeysTest {
    // The fake's own key ends in zeros, as none of Riot's will.
    private static final Pattern KEY =
            Pattern.compile("RGAPI-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-(?!0{12})[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", ".idea", ".vscode");

    @Test
    void repository_holdsNoKeyOfRiots() throws IOException {
        Path root = Path.of("..").toRealPath();
        assertThat(root.resolve("CONTRIBUTING.md")).exists();
        assertThat(holding(root)).isEmpty();
    }

    @Test
    void key_somewhere_isFound(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.properties"), "key=RGAPI-0a1b2c3d-0000" + "-1111-2222-0123456789ab");
        assertThat(holding(folder)).containsExactly(file);
    }

    private static List<Path> holding(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                                .find()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
