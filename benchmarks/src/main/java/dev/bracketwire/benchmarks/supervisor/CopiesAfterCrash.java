// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The supervisor is killed -9 and started again: how many copies of its service run then. */
public final class CopiesAfterCrash extends Trial {
    private static final String MARKER = "100000.4712";

    /** Made by name. */
    public CopiesAfterCrash() {}

    @Override
    List<String> contenders() {
        return List.of("ours_daemon", "supervisord", "pm2", "runit", "s6");
    }

    @Override
    void play(Contender contender, Path folder, Results results) throws IOException {
        Job job = new Job(
                "one",
                Shell.script(
                        folder.resolve("jobs/one"), "echo up; echo up >> " + folder + "/ups; exec sleep " + MARKER));
        contender.prepare(List.of(job));
        contender.start();
        Shell.await("it runs", () -> !Shell.pids("sleep " + MARKER).isEmpty());
        contender.awaitReady();
        contender.crash();
        contender.start();
        contender.awaitReady();
        // Longer than each of them takes to start what it believes to be missing.
        long until = System.nanoTime() + 3_000_000_000L;
        Shell.await("three seconds", () -> System.nanoTime() > until);
        results.add("copies", Shell.pids("sleep " + MARKER).size(), "processes");
    }
}
