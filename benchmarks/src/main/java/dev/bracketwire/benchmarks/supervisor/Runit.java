// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A folder of service folders that runit watches, one process a service. */
final class Runit implements Contender {
    private final Path folder;
    private final Path services;
    private final List<Path> each = new ArrayList<>();
    private @Nullable Process daemon;

    Runit(Path folder) {
        this.folder = folder;
        this.services = folder.resolve("services");
    }

    @Override
    public void prepare(List<Job> jobs) throws IOException {
        for (Job job : jobs) {
            Path service = services.resolve(job.name());
            Shell.script(service.resolve("run"), "exec " + job.script() + " 2>&1");
            Path log = Files.createDirectories(log(job.name()));
            Files.writeString(log.resolve("config"), "s10000000\nn100\n");
            Shell.script(service.resolve("log/run"), "exec svlogd " + log);
            each.add(service);
        }
    }

    @Override
    public void start() throws IOException {
        daemon = Shell.daemon(folder, "runsvdir", services.toString());
    }

    @Override
    public void stop() throws IOException {
        List<String> command = new ArrayList<>(List.of("sv", "-w", Integer.toString(GRACE_SECONDS), "force-stop"));
        each.forEach(service -> command.add(service.toString()));
        Shell.run(folder, command.toArray(String[]::new));
    }

    @Override
    public void crash() {
        Shell.awaitEnd(Objects.requireNonNull(daemon, "start first").destroyForcibly());
    }

    @Override
    public List<Long> pids() throws IOException {
        List<Long> all = new ArrayList<>(Shell.pids("runsv "));
        all.addAll(Shell.pids("svlogd "));
        all.add(Objects.requireNonNull(daemon, "start first").pid());
        return all;
    }

    @Override
    public Path log(String name) {
        return folder.resolve("logs").resolve(name);
    }
}
