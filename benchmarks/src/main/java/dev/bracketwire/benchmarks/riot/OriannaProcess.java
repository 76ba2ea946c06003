// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Orianna in a process of its own, since it needs an OkHttp that is none of ours, and remembers whom it has looked up. */
final class OriannaProcess implements AutoCloseable {
    /** Where {@code benchmarks/run} notes its class path. */
    static final Path CLASS_PATH = Path.of("benchmarks", "target", "peers", "orianna.class-path");

    private static final int WARM_UP = 150;

    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter asking;

    OriannaProcess() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Files.readString(CLASS_PATH),
                        Path.of("benchmarks", "peers", "orianna", "LookUp.java").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        said = process.inputReader(StandardCharsets.UTF_8);
        asking = process.outputWriter(StandardCharsets.UTF_8);
        said.readLine();
    }

    /** On a platform of which nothing is asked later: Orianna counts by platform. */
    void warmUp() throws IOException {
        try (FakeProcess fake = new FakeProcess("app=100000:1", "method=100000:1", "players=" + WARM_UP)) {
            ask(fake, "NA1", fake.puuids(WARM_UP));
        }
    }

    double lookUp(FakeProcess fake, String platform, List<String> puuids) throws IOException {
        String[] words = ask(fake, platform, puuids).split(" ", -1);
        if (!words[1].equals("0")) {
            throw new IOException("orianna did not find " + words[1] + " of " + puuids.size());
        }
        return Double.parseDouble(words[0]);
    }

    private String ask(FakeProcess fake, String platform, List<String> puuids) throws IOException {
        try (Forwarding forwarding = new Forwarding(fake.base())) {
            asking.write(forwarding.port() + " " + fake.key() + " " + platform + " " + String.join(" ", puuids));
            asking.newLine();
            asking.flush();
            String line = said.readLine();
            if (line == null) {
                throw new IOException("orianna has ended");
            }
            return line;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
