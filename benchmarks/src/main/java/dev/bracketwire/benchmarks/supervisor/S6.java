// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A folder of service folders that s6 watches, one process a service. */
final class S6 implements Contender {
    private final Path folder;
    private final Path services;
    private final List<Path> each = new ArrayList<>();
    private @Nullable Process daemon;

    S6(Path folder) {
        this.folder = folder;
        this.services = folder.resolve("services");
    }

    @Override
    public void prepare(List<Job> jobs) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        for (Job job : jobs) {
            Path service = services.resolve(job.name());
            Shell.script(service.resolve("run"), "exec " + job.script() + " 2>&1");
            Files.writeString(service.resolve("timeout-kill"), Integer.toString(1000 * GRACE_SECONDS));
            Shell.script(service.resolve("log/run"), "exec s6-log n100 s10000000 " + log(job.name()));
            each.add(service);
        }
    }

    @Override
    public void start() throws IOException {
        daemon = Shell.daemon(folder, "s6-svscan", services.toString());
    }

    @Override
    public void stop() throws IOException {
        for (Path service : each) {
            Shell.run(folder, "s6-svc", "-wD", "-T", "20000", "-d", service.toString());
        }
    }

    @Override
    public void crash() {
        Shell.awaitEnd(Objects.requireNonNull(daemon, "start first").destroyForcibly());
    }

    @Override
    public List<Long> pids() throws IOException {
        List<Long> all = new ArrayList<>(Shell.pids("s6-supervise "));
        all.addAll(Shell.pids("s6-log "));
        all.add(Objects.requireNonNull(daemon, "start first").pid());
        return all;
    }

    @Override
    public Path log(String name) {
        return folder.resolve("logs").resolve(name);
    }
}
