// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds and runs each project in {@code consumers} as a stranger would: plain Maven, our artifacts from the staged
 * bundle, and everything that its {@code expected.txt} holds among the output.
 */
class ConsumersE2e {
    private static Release release;

    @BeforeAll
    static void stage() throws IOException, InterruptedException {
        release = Release.build("first");
        shareRepository();
    }

    static List<String> consumers() throws IOException {
        return Folders.children(Maven.ROOT.resolve("e2e/consumers")).stream()
                .map(folder -> folder.getFileName().toString())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void consumer_stagedBundle_printsWhatIsExpected(String name) throws IOException, InterruptedException {
        Path project = Maven.WORK.resolve("consumers").resolve(name);
        Folders.delete(project);
        Folders.copySources(Maven.ROOT.resolve("e2e/consumers").resolve(name), project);
        // Ends Maven's search for the settings of the project around it.
        Files.createDirectories(project.resolve(".mvn"));

        Maven.Result result = Maven.run(
                project,
                "-q",
                "-C",
                "-Dmaven.repo.local=" + repository(),
                "-Dstaging=" + release.staging().toUri(),
                "-Dbracketwire.version=" + Maven.VERSION,
                "process-classes");

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(Files.readAllLines(project.resolve("expected.txt")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(result.output()).contains(line.replace("VERSION", Maven.VERSION)));
    }

    private static Path repository() {
        return Maven.WORK.resolve("repository");
    }

    /** Other people's artifacts come from and go to the usual local repository, ours are new in each run. */
    private static void shareRepository() throws IOException {
        Path dev = repository().resolve("dev");
        Folders.delete(repository());
        Files.createDirectories(dev);
        link(Maven.REPOSITORY, repository());
        if (Files.isDirectory(Maven.REPOSITORY.resolve("dev"))) {
            link(Maven.REPOSITORY.resolve("dev"), dev);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        for (Path child : Folders.children(from)) {
            Path link = to.resolve(child.getFileName());
            if (!child.getFileName().toString().equals("bracketwire") && !Files.exists(link)) {
                Files.createSymbolicLink(link, child);
            }
        }
    }
}
