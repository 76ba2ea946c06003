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
final class ZtExec extends InThisJvm {
    private final List<Process> processes = new ArrayList<>();

    ZtExec(Path folder) {
        super(folder);
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
}
