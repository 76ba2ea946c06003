// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.testkit.riot.FakeRiot;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Riot's API as the testkit plays it, in a process of its own. */
final class FakeProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter asking;
    private final String base;
    private final String key;

    FakeProcess(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeRiot.class.getName()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        said = process.inputReader(StandardCharsets.UTF_8);
        asking = process.outputWriter(StandardCharsets.UTF_8);
        String[] words = line().split(" ", -1);
        base = words[0];
        key = words[1];
    }

    private String line() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new EOFException("the fake has ended");
        }
        return line;
    }

    String base() {
        return base;
    }

    String key() {
        return key;
    }

    /** The PUUIDs of its players, which follow from the key. */
    List<String> puuids(int players) {
        try (FakeRiot same = FakeRiot.builder().key(key).start()) {
            return IntStream.rangeClosed(1, players)
                    .mapToObj(i -> same.player("Player " + i, "FAKE", "euw1").puuid())
                    .toList();
        }
    }

    /** What it has counted: requests {@code served}, refusals {@code provoked}, requests in a pause ({@code intrusions}). */
    double counted(String what) throws IOException {
        asking.newLine();
        asking.flush();
        for (String word : line().split(" ", -1)) {
            if (word.startsWith(what + "=")) {
                return Double.parseDouble(word.substring(what.length() + 1));
            }
        }
        throw new IOException("the fake does not count " + what);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
