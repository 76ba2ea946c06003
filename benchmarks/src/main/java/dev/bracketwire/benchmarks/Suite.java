// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/** One file of {@code benchmarks/suites}: a JMH class or a {@link Probe}, how long each JVM warms up, and the targets. */
record Suite(String name, Class<?> type, int warmup, Map<String, Target> targets) {
    private static final Path FOLDER = Path.of("benchmarks", "suites");

    static List<Suite> read(String... names) throws IOException, ReflectiveOperationException {
        List<Suite> suites = new ArrayList<>();
        for (String name : names) {
            suites.add(read(name));
        }
        return suites;
    }

    private static Suite read(String name) throws IOException, ReflectiveOperationException {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name + ".properties"))) {
            read.load(reader);
        }
        Map<String, Target> targets = new TreeMap<>();
        for (String key : read.stringPropertyNames()) {
            if (key.startsWith("target.")) {
                targets.put(key.substring("target.".length()), Target.parse(read.getProperty(key)));
            }
        }
        return new Suite(
                name,
                Class.forName(read.getProperty("class")),
                Integer.parseInt(read.getProperty("warmup", "6")),
                targets);
    }

    /** Whether it measures something that needs no JVM of its own. */
    boolean isProbe() {
        return Probe.class.isAssignableFrom(type);
    }

    /** Whether it measures the first call of a JVM, which nothing may warm up. */
    boolean isColdStart() {
        BenchmarkMode mode = type.getAnnotation(BenchmarkMode.class);
        return mode != null && List.of(mode.value()).contains(Mode.SingleShotTime);
    }

    /** The names of the benchmark methods. */
    List<String> contenders() {
        return Stream.of(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName)
                .sorted()
                .toList();
    }
}
