// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names and comments of the published modules plain. */
class PlainNamesTest {
    private static final Set<String> NO_TYPES = Set.of("module-info", "package-info");

    /** Names that may stand for two types; each entry needs a reason. */
    private static final Set<String> SHARED_NAMES = Set.of();

    /** Modules whose comments are older than the rule on comments. A module that is made new is not added. */
    private static final Set<String> OLDER_THAN_THE_COMMENT_RULE = Set.of(
            "sdk-core/core",
            "sdk-core/connector",
            "sdk-core/exchange",
            "sdk-core/store",
            "sdk-core/operator",
            "sdk-riot",
            "sdk-supervisor",
            "sdk-testkit");

    private static final Pattern ONE_WORD = Pattern.compile("[A-Z][a-z0-9]+");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern NO_PROSE =
            Pattern.compile("<pre>.*?</pre>|\\{@code[^}]*}|\\{@link[^}]*}|SPDX[^\n]*|@[a-z]+|<[^>]+>", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[a-z']+");
    private static final Set<String> ODD = Set.of(
            "what",
            "who",
            "whoever",
            "whom",
            "nobody",
            "somebody",
            "anybody",
            "told",
            "tells",
            "hears",
            "heard",
            "whereof",
            "thereof",
            "whereby",
            "wherein");

    @Test
    void simpleNames_acrossModules_standForOneType() throws IOException {
        Map<String, List<Path>> types = new TreeMap<>();
        for (Path source : sources()) {
            types.computeIfAbsent(name(source), name -> new ArrayList<>()).add(source);
        }
        types.keySet().removeAll(SHARED_NAMES);
        types.values().removeIf(places -> places.size() == 1);
        assertThat(types).isEmpty();
    }

    @Test
    void internalTypes_haveNamesOfTwoWords() throws IOException {
        List<String> internal = sources().stream()
                .filter(source -> source.toString().contains("/internal/"))
                .map(PlainNamesTest::name)
                .toList();
        List<String> oneWord =
                internal.stream().filter(ONE_WORD.asMatchPredicate()).toList();
        assertThat(internal).hasSizeGreaterThan(100);
        assertThat(oneWord).hasSizeLessThanOrEqualTo(internal.size() * 15 / 100);
    }

    @Test
    void comments_ofModulesUnderTheRule_arePlain() throws IOException {
        for (Path module : modules()) {
            if (OLDER_THAN_THE_COMMENT_RULE.contains(
                    Maven.ROOT.relativize(module).toString())) {
                continue;
            }
            int words = 0;
            List<String> odd = new ArrayList<>();
            for (Path source : sources(module)) {
                for (String comment : comments(Files.readString(source))) {
                    assertThat(comment.replaceFirst("^[/*\\s]+", ""))
                            .as(source.toString())
                            .doesNotMatch("(?s)(What|Who|Whoever|Whose|Nobody|Somebody)\\b.*");
                    for (String word : words(comment)) {
                        words++;
                        if (ODD.contains(word)) {
                            odd.add(source.getFileName() + ": " + word);
                        }
                    }
                }
            }
            assertThat(odd).as(module + " of " + words).hasSizeLessThanOrEqualTo(words * 2 / 1000);
        }
    }

    private static List<String> comments(String source) {
        return COMMENT.matcher(source).results().map(match -> match.group()).toList();
    }

    private static List<String> words(String comment) {
        String prose = NO_PROSE.matcher(comment).replaceAll(" ").toLowerCase(java.util.Locale.ROOT);
        return WORD.matcher(prose).results().map(match -> match.group()).toList();
    }

    private static String name(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    private static List<Path> modules() throws IOException {
        return Stream.concat(
                        Folders.children(Maven.ROOT).stream()
                                .filter(folder ->
                                        folder.getFileName().toString().startsWith("sdk-")),
                        Folders.children(Maven.ROOT.resolve("sdk-core")).stream())
                .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                .toList();
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path module : modules()) {
            all.addAll(sources(module));
        }
        return all;
    }

    private static List<Path> sources(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files.filter(path -> path.toString().endsWith(".java") && !NO_TYPES.contains(name(path)))
                    .toList();
        }
    }
}
