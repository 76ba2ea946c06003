// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zeroturnaround.exec.ProcessExecutor;

/** A library that starts processes and supervises none; stopped as its users do, by the JDK. */
final class ZtExec implements Contender {
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private List<Job> jobs = List.of();

    ZtExec(Path folder) {
        this.folder = folder;
    }

    @Override
    public void prepare(List<Job> all) throws IOException {
        jobs = all;
        Files.createDirectories(folder.resolve("logs"));
    }

    @Override
    public void start() throws IOException {
        for (Job job : jobs) {
            OutputStream log = Files.newOutputStream(log(job.name()));
            processes.add(new ProcessExecutor()
                    .command(job.script().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start()
                    .getProcess());
        }
    }

    @Override
    public void stop() {
        processes.forEach(Process::destroy);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        for (Process process : processes) {
            try {
                if (!process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    @Override
    public void crash() {
        throw new UnsupportedOperationException("it supervises nothing");
    }

    @Override
    public List<Long> pids() {
        return List.of(ProcessHandle.current().pid());
    }

    @Override
    public Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }
}
