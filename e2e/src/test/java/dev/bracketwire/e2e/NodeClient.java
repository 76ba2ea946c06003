// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the script of a folder in {@code e2e/clients} with the npm packages that it names. */
final class NodeClient {
    private NodeClient() {}

    /** Copies the folder and installs its packages: those of its lock file if it has one. Skips the test without node. */
    static Path install(String client) throws IOException, InterruptedException {
        Files.createDirectories(Maven.WORK);
        Path folder = Maven.WORK.resolve("clients").resolve(client);
        Folders.delete(folder);
        Folders.copySources(Maven.ROOT.resolve("e2e/clients").resolve(client), folder);
        assumeTrue(isThere("npm") && isThere("node"), "node and npm are not here");
        boolean locked = Files.exists(folder.resolve("package-lock.json"));
        List<String> command = new ArrayList<>(List.of("npm", locked ? "ci" : "install"));
        command.addAll(List.of("--no-audit", "--no-fund", "--prefer-offline"));
        if (!locked) {
            command.add("--no-package-lock");
        }
        Output installed = start(folder, Map.of(), command);
        assertThat(installed.exit).as(installed.text).isZero();
        return folder;
    }

    /** Runs {@code main.mjs}, which ends with 0 if it found what it expects; returns its output. */
    static String run(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        Output output = start(folder, environment, List.of("node", "main.mjs"));
        assertThat(output.exit).as(output.text).isZero();
        return output.text;
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return start(Maven.WORK, Map.of(), List.of(program, "--version")).exit == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private record Output(int exit, String text) {}

    private static Output start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(Maven.WORK, "client", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(log);
        Files.delete(log);
        return new Output(ended ? process.exitValue() : -1, text);
    }
}
