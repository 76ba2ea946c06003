// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import dev.bracketwire.supervisor.Logs;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Our supervisor, in the JVM of the trial. */
final class Ours implements Contender {
    private final Path folder;
    private final boolean pumped;
    private List<ServiceSpec> specs = List.of();
    private @Nullable Supervisor supervisor;
    private @Nullable CompletableFuture<List<ServiceStatus>> started;

    Ours(Path folder, boolean pumped) {
        this.folder = folder;
        this.pumped = pumped;
    }

    /** A run of a second counts as stable, so that the next start is the first of its kind: no wait is measured. */
    static ServiceSpec spec(Job job, boolean pumped) {
        Logs logs = (pumped ? Logs.pump() : Logs.file()).size(10_000_000).keep(100);
        ServiceSpec spec = ServiceSpec.of(job.name(), job.script().toString())
                .stopTimeout(Duration.ofSeconds(GRACE_SECONDS))
                .restart(RestartPolicy.always().stableAfter(Duration.ofSeconds(1)))
                .logs(logs);
        Path port = job.script().resolveSibling(job.name() + ".port");
        return Files.exists(port)
                ? spec.port(Servers.port(port))
                        .startup(Probe.listening())
                        .ready(Probe.http("/").relaxed())
                : spec.startup(Probe.logLine("up"));
    }

    @Override
    public void prepare(List<Job> jobs) {
        specs = jobs.stream().map(job -> spec(job, pumped)).toList();
        supervisor = Supervisor.open(folder.resolve("state"));
    }

    private Supervisor supervisor() {
        return Objects.requireNonNull(supervisor, "prepare first");
    }

    @Override
    public void start() {
        started = supervisor().start(specs).start();
    }

    @Override
    public void awaitReady() {
        Objects.requireNonNull(started, "start first").join();
    }

    @Override
    public void stop() {
        supervisor().stop().get();
    }

    @Override
    public void crash() {
        throw new UnsupportedOperationException("it would take the trial with it: see OursDaemon");
    }

    @Override
    public List<Long> pids() {
        return List.of(ProcessHandle.current().pid());
    }

    @Override
    public Path log(String name) {
        return folder.resolve("state/logs").resolve(name + ".log");
    }
}
