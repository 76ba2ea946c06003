// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code of the guide and of the Javadoc equal to code that is compiled here. */
class ExamplesTest {
    private static final Pattern IN_GUIDE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);

    @Test
    void examples_ofGuideAndJavadoc_areCompiledHere() throws IOException {
        String compiled = flat(code());
        List<String> examples = new ArrayList<>(matches(IN_GUIDE, Files.readString(Path.of("../docs/riot.md"))));
        examples.addAll(matches(IN_GUIDE, Files.readString(Path.of("../docs/riot-names.md"))));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                examples.addAll(matches(IN_JAVADOC, Files.readString(source)));
            }
        }
        assertThat(examples).hasSizeGreaterThan(2);
        assertThat(examples)
                .allSatisfy(example -> assertThat(compiled)
                        .contains(Stream.of(example.split("\\.\\.\\.", -1))
                                .map(ExamplesTest::flat)
                                .toList()));
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> sources = Files.list(Path.of("src/test/java/dev/bracketwire/riot"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith("Examples.java"))
                    .sorted()
                    .toList()) {
                code.append(Files.readString(source));
            }
        }
        return code.toString();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).replaceAll("(?m)^ *\\* ?", ""))
                .toList();
    }

    private static String flat(String code) {
        return code.replaceAll("@Override", "").replaceAll("\\s+", "");
    }
}
