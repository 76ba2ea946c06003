// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the order to the moment when the last of fifty services runs, and, for ours, is ready by its probe. */
public final class StartOfFifty extends Trial {
    private static final int SERVICES = 50;

    /** Made by name. */
    public StartOfFifty() {}

    @Override
    List<String> contenders() {
        return List.of("ours", "supervisord", "pm2", "runit", "s6", "ztexec", "nuprocess");
    }

    @Override
    void play(Contender contender, Path folder, Results results) throws IOException {
        Path marks = Files.createDirectories(folder.resolve("marks"));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            Path script = folder.resolve("jobs/job" + i);
            jobs.add(new Job(
                    "job" + i,
                    Shell.script(script, "echo up", ": > " + marks.resolve("job" + i), "exec sleep 100000")));
        }
        contender.prepare(jobs);
        long begun = System.nanoTime();
        contender.start();
        Shell.await("all run", () -> {
            String[] files = marks.toFile().list();
            return files != null && files.length == SERVICES;
        });
        results.add("run", millis(begun), "ms");
        contender.awaitReady();
        if (contender instanceof Ours) {
            results.add("ready", millis(begun), "ms");
        }
    }
}
