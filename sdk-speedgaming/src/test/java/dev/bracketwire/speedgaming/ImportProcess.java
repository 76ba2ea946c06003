// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts an {@link ImportNode}, reads its lines, and signals it and no other process. */
final class ImportProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private ImportProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static ImportProcess start(String mode, String slug, URI base, JudgePlace place) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ImportNode.class.getName(),
                mode,
                slug,
                base.toString()));
        command.addAll(place.arguments());
        return new ImportProcess(new ProcessBuilder(command)
                .redirectError(
                        Boolean.getBoolean("chaos.stderr")
                                ? ProcessBuilder.Redirect.INHERIT
                                : ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Returns the next line without its end; null if the process ended. Lines of loggers are left out. */
    @Nullable
    String line() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.endsWith(" .")) {
                return line.substring(0, line.length() - 2);
            }
        }
        return null;
    }

    /** Lets it go on. */
    void goOn() throws IOException {
        process.getOutputStream().write('.');
        process.getOutputStream().flush();
    }

    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    /** Kills it by signal 9; returns whether that ended it. */
    boolean kill() throws InterruptedException {
        process.destroyForcibly();
        return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 128 + 9;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
