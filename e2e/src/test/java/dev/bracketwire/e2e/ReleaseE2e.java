// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReleaseE2e {
    private static final List<String> JAR = List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");
    private static final List<String> POM = List.of(".pom", "-cyclonedx.json");
    private static final List<String> DIGESTS = List.of("", ".md5", ".sha1", ".sha256", ".sha512");

    @Test
    void deploy_twiceInTwoFolders_givesTheSameBytes() throws Exception {
        Release first = Release.build("first");
        Release second = Release.build("second/in-another-folder", "-Duser.timezone=Pacific/Kiritimati");

        assertThat(Folders.files(second.staging())).isEqualTo(Folders.files(first.staging()));
        assertThat(Folders.files(first.staging()))
                .as("differ")
                .allSatisfy(file -> assertThat(Files.mismatch(
                                first.staging().resolve(file), second.staging().resolve(file)))
                        .as(file)
                        .isEqualTo(-1));
        assertThat(Files.mismatch(first.zip(), second.zip())).isEqualTo(-1);
    }

    @Test
    void deploy_eachSdkModule_isStagedWhole() throws Exception {
        Release release = Release.build("first");
        // The modules of core stand in a folder of their own, which is no module.
        List<Path> modules = Stream.concat(
                        Folders.children(Maven.ROOT).stream()
                                .filter(folder ->
                                        folder.getFileName().toString().startsWith("sdk-")),
                        Folders.children(Maven.ROOT.resolve("sdk-core")).stream())
                .filter(folder -> Files.exists(folder.resolve("pom.xml")) && !folder.endsWith("sdk-core"))
                .toList();

        assertThat(Folders.children(release.staging().resolve("dev/bracketwire")))
                .extracting(folder -> folder.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(
                        modules.stream().map(ReleaseE2e::artifact).toList());
        for (Path module : modules) {
            for (String ending : Files.isDirectory(module.resolve("src/main")) ? JAR : POM) {
                assertThat(DIGESTS).allMatch(digest -> release.has(artifact(module), ending + digest), ending);
            }
        }
        assertThat(Folders.files(release.staging())).noneMatch(file -> file.contains("maven-metadata"));
    }

    @Test
    void deploy_eachPom_standsAlone() throws Exception {
        Release release = Release.build("first");
        for (String name : Folders.files(release.staging())) {
            if (name.endsWith(".pom")) {
                Path file = release.staging().resolve(name);
                assertThat(Files.readString(file)).doesNotContain("${", "<parent>", Maven.ROOT.toString());
                Document pom = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile());
                assertThat(List.of("name", "description", "url", "licenses", "developers", "scm"))
                        .allMatch(element -> pom.getElementsByTagName(element).getLength() > 0, name);
            }
        }
    }

    @Test
    void install_bom_isThePublishedOne() throws Exception {
        Release release = Release.build("first");
        Path root = Maven.WORK.resolve("installed");
        Folders.delete(root);
        Folders.copySources(Maven.ROOT, root);

        // What install copies into a local repository is the file that the flatten plugin has left.
        Maven.Result result = Maven.run(root, "-Dmaven.repo.local=" + Maven.REPOSITORY, "-pl", "sdk-bom", "package");

        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(root.resolve("sdk-bom/.flattened-pom.xml"))
                .hasSameTextualContentAs(release.file("bracketwire-bom", ".pom"));
    }

    @Test
    void deploy_keyGiven_signsEachFile(@TempDir Path keys) throws Exception {
        assumeTrue(run(keys, "gpg", "--version") == 0, "gpg is not here");
        String key = "e2e@example.org";
        try {
            assertThat(run(keys, "gpg", "--batch", "--passphrase", "", "--quick-gen-key", key, "ed25519", "sign", "0"))
                    .isZero();
            // The BOM is enough: one configuration signs them all.
            Release signed = Release.build(
                    "signed", "-Dgpg.keyname=" + key, "-Dgpg.homedir=" + keys, "-pl", ".,sdk-bom,release");
            for (String ending : POM) {
                Path file = signed.file("bracketwire-bom", ending);
                assertThat(run(keys, "gpg", "--verify", file + ".asc", file.toString()))
                        .isZero();
            }
        } finally {
            run(keys, "gpgconf", "--kill", "all");
        }
    }

    private static String artifact(Path module) {
        return "bracketwire-" + module.getFileName().toString().replaceFirst("sdk-", "");
    }

    private static int run(Path keys, String... command) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("GNUPGHOME", keys.toString());
            Process process = builder.start();
            return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } catch (IOException absent) {
            return -1;
        }
    }
}
