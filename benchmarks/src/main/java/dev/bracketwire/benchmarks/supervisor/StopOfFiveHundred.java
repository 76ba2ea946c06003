// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A service of 500 processes, 50 of them daemons with a session of their own: the time of its stop, and who is left. */
public class StopOfFiveHundred extends Trial {
    private static final String MARKER = "100000.4711";

    /** Made by name. */
    public StopOfFiveHundred() {}

    @Override
    final List<String> contenders() {
        return List.of("ours", "supervisord", "pm2", "runit", "s6", "ztexec", "nuprocess");
    }

    /** What the service does before all else. */
    String first() {
        return ":";
    }

    @Override
    final void play(Contender contender, Path folder, Results results) throws IOException {
        Path mark = folder.resolve("up");
        Job job = new Job(
                "tree",
                Shell.script(
                        folder.resolve("jobs/tree"),
                        first(),
                        "i=0; while [ $i -lt 450 ]; do sleep " + MARKER + " & i=$((i+1)); done",
                        "i=0; while [ $i -lt 50 ]; do (setsid sleep " + MARKER + " &); i=$((i+1)); done",
                        "echo up; : > " + mark + "; wait"));
        contender.prepare(List.of(job));
        contender.start();
        Shell.await(
                "the tree",
                () -> Files.exists(mark) && Shell.pids("sleep " + MARKER).size() == 500);
        contender.awaitReady();
        long begun = System.nanoTime();
        contender.stop();
        results.add("time", millis(begun), "ms");
        results.add("survivors", Shell.pids("sleep " + MARKER).size(), "processes");
    }
}
