// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Maven in a process of its own, the same one as runs these tests. */
final class Maven {
    static final Path ROOT = Path.of(System.getProperty("e2e.root"));
    static final Path WORK = ROOT.resolve("e2e/target/e2e");
    static final String VERSION = System.getProperty("e2e.version");
    static final Path REPOSITORY = Path.of(System.getProperty("e2e.repository"));

    private static final int MINUTES = 20;

    private Maven() {}

    record Result(int exit, String output) {}

    static Result run(Path project, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("e2e.maven"), "-B"));
        command.addAll(List.of(arguments));
        Path log = WORK.resolve(project.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        return new Result(
                ended ? process.exitValue() : -1, ended ? output : output + "\nended after " + MINUTES + " m");
    }
}
