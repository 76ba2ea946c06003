// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The release as it is made from a copy of the sources in another folder, once a name in a run of these tests. */
final class Release {
    private static final Set<String> BUILT = new HashSet<>();

    /** Gates of the build around this one; none of them changes a byte. */
    private static final List<String> CHECKED_ALREADY =
            List.of("-Denforcer.skip", "-Dspotless.check.skip", "-Dmdep.analyze.skip");

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
            List<String> arguments =
                    new ArrayList<>(List.of("-Dmaven.repo.local=" + Maven.REPOSITORY, "-Prelease", "-DskipTests"));
            arguments.addAll(CHECKED_ALREADY);
            arguments.addAll(List.of(more));
            arguments.add("deploy");
            Maven.Result result = Maven.run(root, arguments.toArray(String[]::new));
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
