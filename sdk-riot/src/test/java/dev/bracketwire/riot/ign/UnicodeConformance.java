// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.conformance.Suite;
import dev.bracketwire.riot.internal.names.ConfusableSkeletons;
import dev.bracketwire.riot.internal.names.SimilarityKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnicodeConformance {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    @Test
    void skeletonsAndPairs_eachCase_matchTheExpectation() throws Exception {
        Suite.run("riot/unicode", suite -> {
            for (Path file : suite.files(".tsv")) {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                String head = lines.remove(0);
                for (String line : lines) {
                    String[] columns = line.split("\t", -1);
                    if (head.startsWith("# code point\tskeleton")) {
                        suite.check(file, columns[0], columns[1], () -> skeleton(columns[0]));
                    } else if (head.startsWith("a\tb\t")) {
                        pair(suite, file, columns);
                    }
                }
            }
        });
    }

    private static String skeleton(String codePoint) {
        return ConfusableSkeletons.of(Character.toString(Integer.parseInt(codePoint, 16)))
                .codePoints()
                .mapToObj(each -> String.format("%04X", each))
                .collect(Collectors.joining(" "));
    }

    private static void pair(Suite suite, Path file, String... columns) {
        Map<Likeness, List<String>> one = SimilarityKey.keys(plain(columns[0]));
        Map<Likeness, List<String>> other = SimilarityKey.keys(plain(columns[1]));
        Likeness[] judged = {Likeness.SAME, Likeness.DRAWN, Likeness.DRAWN_IN_ANY_CASE, Likeness.SPACES};
        for (int i = 0; i < judged.length; i++) {
            Likeness likeness = judged[i];
            suite.check(
                    file,
                    columns[0] + " and " + columns[1] + " at " + likeness,
                    Boolean.parseBoolean(columns[i + 2]),
                    () -> one.getOrDefault(likeness, List.of()).stream()
                            .anyMatch(other.getOrDefault(likeness, List.of())::contains));
        }
    }

    private static String plain(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    }
}
