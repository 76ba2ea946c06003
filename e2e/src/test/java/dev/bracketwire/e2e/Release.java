// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The release as it is made from a copy of the sources in another folder, once a name in a run of these tests. */
final class Release {
    private static final Set<String> BUILT = new HashSet<>();

    private final Path root;

    private Release(Path root) {
        this.root = root;
    }

    /** Builds with the command that CONTRIBUTING.md names. */
    static synchronized Release build(String name, String... more) throws IOException, InterruptedException {
        Path root = Maven.WORK.resolve(name);
        if (BUILT.add(name)) {
            Folders.delete(root);
            Folders.copySources(Maven.ROOT, root);
            String[] arguments = new String[more.length + 4];
            arguments[0] = "-Dmaven.repo.local=" + Maven.REPOSITORY;
            arguments[1] = "-Prelease";
            arguments[2] = "-DskipTests";
            arguments[3] = "deploy";
            System.arraycopy(more, 0, arguments, 4, more.length);
            Maven.Result result = Maven.run(root, arguments);
            assertThat(result.exit()).as(result.output()).isZero();
        }
        return new Release(root);
    }

    Path staging() {
        return root.resolve("target/staging");
    }

    Path zip() {
        return root.resolve("target/bracketwire-" + Maven.VERSION + "-bundle.zip");
    }

    Path file(String artifact, String ending) {
        return staging()
                .resolve("dev/bracketwire/" + artifact + "/" + Maven.VERSION + "/" + artifact + "-" + Maven.VERSION)
                .resolveSibling(artifact + "-" + Maven.VERSION + ending);
    }

    boolean has(String artifact, String ending) {
        return Files.isRegularFile(file(artifact, ending));
    }
}
