// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Shell {
    private Shell() {}

    static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a command to its end, and gives what it prints. */
    static String run(Path folder, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        awaitEnd(process);
        return text;
    }

    /** Starts a daemon whose output goes to a file. */
    static Process daemon(Path folder, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("daemon.out").toFile())
                .start();
    }

    static int awaitEnd(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The living processes in whose command this text is. */
    static List<Long> pids(String text) throws IOException {
        return run(Path.of("/"), "ps", "-eo", "pid=,stat=,args=")
                .lines()
                .map(line -> Arrays.asList(line.strip().split("\\s+", 3)))
                .filter(words -> words.size() == 3
                        && words.get(2).contains(text)
                        && !words.get(1).startsWith("Z"))
                .map(words -> Long.valueOf(words.get(0)))
                .collect(Collectors.toList());
    }

    /** Something that may come true. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Looks five thousand times a second, for two minutes at most. */
    static void await(String what, Condition condition) throws IOException {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > 120_000_000_000L) {
                throw new IllegalStateException("this did not come: " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /** Writes an executable script. */
    static Path script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file;
    }
}
