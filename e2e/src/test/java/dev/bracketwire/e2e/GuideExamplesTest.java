// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code of the guides and of core's Javadoc equal to code that is compiled in a test or an example. */
class GuideExamplesTest {
    private static final List<String> GUIDES = List.of(
            "README.md",
            "docs/connectors.md",
            "docs/calls.md",
            "docs/plans.md",
            "docs/configuration.md",
            "docs/exchange.md",
            "docs/operations.md",
            "docs/store.md",
            "docs/getting-started.md",
            "docs/application.md",
            "docs/webhooks.md",
            "docs/webhooks-in.md",
            "docs/speedgaming.md");
    private static final List<String> MODULES = List.of(
            "sdk-core/core",
            "sdk-core/connector",
            "sdk-core/exchange",
            "sdk-core/store",
            "sdk-core/operator",
            "sdk-webhooks",
            "sdk-speedgaming");
    private static final Pattern IN_GUIDE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);

    @Test
    void examples_ofGuidesAndJavadoc_areCompiled() throws IOException {
        StringBuilder compiled = new StringBuilder();
        sources("sdk-testkit/src/test/java").map(GuideExamplesTest::flat).forEach(compiled::append);
        sources("examples/quickstart/src/main/java")
                .map(GuideExamplesTest::flat)
                .forEach(compiled::append);
        List<String> examples = new ArrayList<>();
        sources("examples/tournament-app/src/test/java")
                .map(GuideExamplesTest::flat)
                .forEach(compiled::append);
        sources("e2e/src/test/java").map(GuideExamplesTest::flat).forEach(compiled::append);
        for (String module : MODULES) {
            sources(module + "/src/test/java").map(GuideExamplesTest::flat).forEach(compiled::append);
            sources(module + "/src/main/java").forEach(source -> examples.addAll(matches(IN_JAVADOC, source)));
        }
        for (String guide : GUIDES) {
            examples.addAll(matches(IN_GUIDE, Files.readString(Maven.ROOT.resolve(guide))));
        }
        assertThat(examples).hasSizeGreaterThan(15);
        // Three dots stand for what does not matter there.
        assertThat(examples.stream()
                        .flatMap(example -> Stream.of(example.split("\\.\\.\\.", -1)))
                        .filter(part -> compiled.indexOf(flat(part)) < 0))
                .isEmpty();
    }

    @Test
    void scripts_ofGuides_areRun() throws IOException {
        String receiver = Files.readString(Maven.ROOT.resolve("e2e/clients/webhook-receivers/receiver.mjs"));
        List<String> scripts = new ArrayList<>();
        for (String guide : GUIDES) {
            scripts.addAll(matches(SCRIPT, Files.readString(Maven.ROOT.resolve(guide))));
        }
        assertThat(scripts)
                .isNotEmpty()
                .allSatisfy(script -> assertThat(receiver).contains(script));
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
        try (Stream<Path> files = Files.walk(Maven.ROOT.resolve(folder))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts.stream();
    }
}
