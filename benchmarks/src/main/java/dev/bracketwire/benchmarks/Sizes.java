// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Measures the jar of core, and all jars that a connector needs, found the way a module path is resolved. */
public final class Sizes implements Probe {
    private static final String CORE = "dev.bracketwire";
    private static final String CONNECTOR = "dev.bracketwire.connector";

    @Override
    public void measure(Figures figures) throws IOException {
        Path[] classPath = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> entry.toString().endsWith(".jar"))
                // Holds no classes, and takes the name of the jar beside it.
                .filter(jar -> !jar.getFileName().toString().matches("(okhttp|okio)-\\d.*"))
                .toArray(Path[]::new);
        ModuleFinder jars = ModuleFinder.of(classPath);
        Set<String> needed = new HashSet<>(Set.of(CONNECTOR));
        Deque<String> open = new ArrayDeque<>(needed);
        long sum = 0;
        while (!open.isEmpty()) {
            ModuleReference module = jars.find(open.remove()).orElse(null);
            if (module == null) {
                continue; // of the JDK
            }
            sum += size(module);
            module.descriptor().requires().forEach(required -> {
                if (needed.add(required.name())) {
                    open.add(required.name());
                }
            });
        }
        ModuleReference core = jars.find(CORE).orElseThrow(() -> new IllegalStateException("core is not packaged"));
        figures.add("jar", "ours", size(core) / 1000.0, "kB");
        figures.add("class-path", "ours", sum / 1_000_000.0, "MB");
    }

    private static long size(ModuleReference module) {
        try {
            return Files.size(Path.of(module.location().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
