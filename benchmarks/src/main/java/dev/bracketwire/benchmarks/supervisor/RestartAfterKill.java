// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From kill -9 of a service that ran for more than a second to the moment when it runs again. */
public final class RestartAfterKill extends Trial {
    private static final int SERVICES = 30;

    /** Made by name. */
    public RestartAfterKill() {}

    @Override
    List<String> contenders() {
        return List.of("ours", "supervisord", "pm2", "runit", "s6");
    }

    @Override
    void play(Contender contender, Path folder, Results results) throws IOException {
        Path marks = Files.createDirectories(folder.resolve("marks"));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            String name = "job" + i;
            jobs.add(new Job(
                    name,
                    Shell.script(
                            folder.resolve("jobs").resolve(name),
                            "echo $$ >> " + marks.resolve(name),
                            "echo up; exec sleep 100000")));
        }
        contender.prepare(jobs);
        contender.start();
        Shell.await("all run", () -> jobs.stream().allMatch(job -> size(marks, job) > 0));
        contender.awaitReady();
        long ready = System.nanoTime();
        Shell.await("a second", () -> System.nanoTime() - ready > 1_500_000_000L);
        List<Double> latencies = new ArrayList<>();
        for (Job job : jobs) {
            long before = size(marks, job);
            long pid =
                    Long.parseLong(Files.readString(marks.resolve(job.name())).strip());
            long begun = System.nanoTime();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Shell.await("it runs again", () -> size(marks, job) > before);
            latencies.add(millis(begun));
        }
        latencies.sort(null);
        results.add("p50", latencies.get(SERVICES / 2), "ms");
        results.add("slowest", latencies.get(SERVICES - 1), "ms");
    }

    private static long size(Path marks, Job job) {
        return marks.resolve(job.name()).toFile().length();
    }
}
