// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.conformance;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * One run of {@code -Pconformance} over all modules.
 *
 * @param cases the folder of {@code -Dconformance.dir}, taken from the project's root if it is relative
 * @param marks where suites leave a mark that they ran, so that a run without any can fail
 */
record ConformanceRun(Path cases, Path marks) {
    static ConformanceRun current() {
        Path root = Path.of(property("conformance.root"));
        return new ConformanceRun(
                root.resolve(property("conformance.dir")),
                root.resolve("target/conformance").resolve(property("conformance.run")));
    }

    /** The cases of this suite that a module has decided to judge otherwise, as {@code file: case}. */
    static Set<String> exceptions(String suite) throws IOException {
        Set<String> cases = new HashSet<>();
        ClassLoader loader = ConformanceRun.class.getClassLoader();
        for (URL list : Collections.list(loader.getResources("conformance-exceptions.tsv"))) {
            try (var stream = list.openStream()) {
                new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.split("\t", 3))
                        .filter(columns -> columns.length == 3 && columns[0].equals(suite))
                        .forEach(columns -> cases.add(columns[1]));
            }
        }
        return cases;
    }

    void mark(String suite) throws IOException {
        Files.createDirectories(marks.resolve("suites").resolve(suite));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; run mvn -Pconformance -Dconformance.dir=DIR verify");
        }
        return value;
    }
}
