// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that the tests which the guide to the application names are there. */
class ApplicationGuideTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void tests_namedInTheGuide_areThere() throws IOException {
        String guide = Files.readString(Maven.ROOT.resolve("docs/application.md"));
        List<String> missing = NAMED.matcher(guide)
                .results()
                .filter(match -> !isThere(match.group(1), match.group(2)))
                .map(match -> match.group())
                .toList();
        assertThat(NAMED.matcher(guide).results().count()).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(String type, String method) {
        for (String folder : List.of("examples", "e2e/src/test")) {
            try (Stream<Path> files = Files.walk(Maven.ROOT.resolve(folder))) {
                for (Path file :
                        files.filter(path -> path.endsWith(type + ".java")).toList()) {
                    if (Files.readString(file).contains("void " + method + "(")) {
                        return true;
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return false;
    }
}
