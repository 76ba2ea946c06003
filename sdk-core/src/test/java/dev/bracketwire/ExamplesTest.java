// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code of the guides and of the Javadoc equal to code that is compiled here. */
class ExamplesTest {
    private static final List<Path> GUIDES = List.of(
            Path.of("../README.md"),
            Path.of("../docs/connectors.md"),
            Path.of("../docs/plans.md"),
            Path.of("../docs/configuration.md"),
            Path.of("../docs/exchange.md"),
            Path.of("../docs/operations.md"),
            Path.of("../docs/store.md"));
    private static final List<String> COMPILED =
            List.of("src/test/java", "../sdk-testkit/src/test/java", "../examples/quickstart/src/main/java");
    private static final Pattern IN_GUIDE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);

    @Test
    void examples_ofGuidesAndJavadoc_areCompiledHere() throws IOException {
        StringBuilder compiled = new StringBuilder();
        for (String folder : COMPILED) {
            sources(folder).map(ExamplesTest::flat).forEach(compiled::append);
        }
        List<String> examples = new ArrayList<>();
        for (Path guide : GUIDES) {
            examples.addAll(matches(IN_GUIDE, Files.readString(guide)));
        }
        sources("src/main/java").forEach(source -> examples.addAll(matches(IN_JAVADOC, source)));
        assertThat(examples).hasSizeGreaterThan(15);
        // Three dots stand for what does not matter there.
        assertThat(examples.stream()
                        .flatMap(example -> Stream.of(example.split("\\.\\.\\.", -1)))
                        .filter(part -> compiled.indexOf(flat(part)) < 0))
                .isEmpty();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).replaceAll("(?m)^ *\\* ?", ""))
                .toList();
    }

    /** Without white space, so that the formatter may break lines as it likes, and without what only compiled code needs. */
    private static String flat(String code) {
        return code.replaceAll("@Override|(?m)(^|\\s)//[^\n]*", "").replaceAll("\\s+", "");
    }

    private static Stream<String> sources(String folder) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts.stream();
    }
}
