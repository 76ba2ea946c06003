// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the cases of one folder below {@code -Dconformance.dir}, prints {@code conformance MODULE/SUITE: P of T}, and
 * fails if a case fell short, naming each. Cases listed in a module's {@code conformance-exceptions.tsv} are left out.
 */
public final class Suite {
    private final String name;
    private final Path folder;
    private final Set<String> exceptions;
    private final List<String> shortfalls = new ArrayList<>();
    private int total;

    private Suite(String name, Path folder, Set<String> exceptions) {
        this.name = name;
        this.folder = folder;
        this.exceptions = exceptions;
    }

    /** What a suite does with its folder. */
    @FunctionalInterface
    public interface Cases {
        /** Calls {@link Suite#check} for each case. */
        void run(Suite suite) throws Exception;
    }

    /**
     * Runs a suite, or skips it if there is no such folder; the line printed says so.
     *
     * @param name its folder, such as {@code core/structured-fields}
     */
    public static void run(String name, Cases cases) throws Exception {
        run(name, name, cases);
    }

    /**
     * Runs a suite whose cases are one file among others of a folder.
     *
     * @param name its name, such as {@code webhooks/signature-vectors}
     * @param place its folder, such as {@code webhooks}
     */
    public static void run(String name, String place, Cases cases) throws Exception {
        ConformanceRun run = ConformanceRun.current();
        Path folder = run.cases().resolve(place);
        if (!Files.isDirectory(folder)) {
            print("conformance " + name + ": skipped (no folder)");
            Assumptions.abort("no folder " + folder);
        }
        Suite suite = new Suite(name, folder, ConformanceRun.exceptions(name));
        run.mark(name);
        cases.run(suite);
        suite.finish();
    }

    /** The suite's folder. */
    public Path folder() {
        return folder;
    }

    /** All files below the folder whose name ends so, in the order of their names. */
    public List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** Counts a case, which passes if what the callable gives equals what is expected; a throw is a shortfall. */
    public void check(Path file, String caseName, Object expected, Callable<?> actual) {
        String id = folder.relativize(file).toString().replace('\\', '/') + ": " + caseName;
        if (exceptions.contains(id)) {
            return;
        }
        total++;
        Object got;
        try {
            got = actual.call();
        } catch (Exception | Error e) {
            got = e;
        }
        if (!expected.equals(got)) {
            shortfalls.add(id + "\n    expected " + expected + "\n    got      " + got);
        }
    }

    private void finish() {
        print("conformance " + name + ": " + (total - shortfalls.size()) + " of " + total);
        Assertions.assertThat(shortfalls).as("conformance %s", name).isEmpty();
        Assertions.assertThat(total).as("cases in %s", folder).isPositive();
    }

    @SuppressWarnings("SystemOut") // the line is the suite's result
    private static void print(String line) {
        System.out.println(line);
    }
}
