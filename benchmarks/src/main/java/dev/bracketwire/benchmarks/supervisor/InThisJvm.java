// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A library that starts processes and watches nobody. */
abstract class InThisJvm implements Contender {
    List<Job> jobs = List.of();
    private final Path folder;

    InThisJvm(Path folder) {
        this.folder = folder;
    }

    @Override
    public final void prepare(List<Job> all) throws IOException {
        jobs = all;
        Files.createDirectories(folder.resolve("logs"));
    }

    @Override
    public final void crash() {
        throw new UnsupportedOperationException("it supervises nothing");
    }

    @Override
    public final List<Long> pids() {
        return List.of(ProcessHandle.current().pid());
    }

    @Override
    public final Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }
}
