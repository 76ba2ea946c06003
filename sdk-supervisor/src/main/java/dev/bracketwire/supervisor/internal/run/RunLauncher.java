// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.internal.log.LogFile;
import dev.bracketwire.supervisor.internal.log.PipeLogWriter;
import dev.bracketwire.supervisor.internal.os.Cgroup;
import dev.bracketwire.supervisor.internal.os.CgroupFactory;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.PidCounter;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessLauncher;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.os.UnixSignal;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins runs: what is needed to find the processes again is on the disk before the first of them is. */
final class RunLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(RunLauncher.class);

    private final HostServices hostServices;
    private final StateDirectory state;
    private final OrphanGuard orphanGuard;
    private final InstantSource dates;

    RunLauncher(HostServices hostServices, StateDirectory state, OrphanGuard orphanGuard, InstantSource dates) {
        this.hostServices = hostServices;
        this.state = state;
        this.orphanGuard = orphanGuard;
        this.dates = dates;
    }

    /**
     * Begins a run.
     *
     * @param ended hears once that its first process has ended; its code may be known a moment later
     * @throws LaunchException if it cannot be begun, in words
     * @throws UnwatchedException if it may have begun, and nobody would hear of its end
     */
    ServiceRun begin(ServiceSpec spec, int number, BiConsumer<Integer, Process> ended) {
        String run = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 62);
        String mark = state.id() + "/" + spec.name() + "/" + run;
        Cgroup cgroup = hostServices.means().contains(Ownership.CGROUP)
                        && hostServices.processLauncher().preparesStarts()
                ? hostServices.cgroupFactory().create(CgroupFactory.name(mark)).orElse(null)
                : null;
        try {
            ServiceRecord record = record(spec, mark, cgroup);
            state.save(record);
            return run(spec, number, record, cgroup, ended);
        } catch (UnwatchedException e) {
            throw e;
        } catch (RuntimeException e) { // there is no process
            forget(spec.name(), mark);
            if (cgroup != null) {
                cgroup.remove();
            }
            throw e;
        }
    }

    private ServiceRun run(
            ServiceSpec spec,
            int number,
            ServiceRecord prepared,
            @Nullable Cgroup cgroup,
            BiConsumer<Integer, Process> ended) {
        ServiceRecord record = prepared;
        PipeLogWriter pipeLogWriter = spec.logs().pumped()
                ? new PipeLogWriter(state.pipe(spec.name()), state.log(spec.name()), spec.logs(), dates)
                : null;
        try {
            Optional<PidCounter> before = hostServices.table().pidCounter();
            Process process = start(spec, record, cgroup, pipeLogWriter);
            ProcessId main = hostServices
                    .table()
                    .row(process.pid())
                    .map(row -> row.id())
                    .orElse(new ProcessId(process.pid(), 0)); // has ended and is reaped already; matches nobody
            record = record.main(main);
            noted(record);
            ProcessTree processTree =
                    new ProcessTree(record.mark(), main, record.sessionLed(), cgroup, hostServices.means());
            before.ifPresent(processTree::started);
            if (record.lifetime() == Lifetime.BOUND) {
                orphanGuard.watch(record, processTree);
            }
            // Also where it fails, as it does if the JDK can make no thread to tell of the end.
            CompletableFuture<?> exit = process.onExit().whenComplete((gone, failure) -> ended.accept(number, process));
            return new ServiceRun(number, record, processTree, false, pipeLogWriter, exit);
        } catch (OutOfMemoryError e) {
            ProcessTree processTree =
                    new ProcessTree(record.mark(), null, record.sessionLed(), cgroup, hostServices.means());
            throw new UnwatchedException(new ServiceRun(number, record, processTree, false, pipeLogWriter), e);
        }
    }

    /** Forgets a run of which no process is left. */
    void forget(String service, String mark) {
        orphanGuard.forget(mark);
        state.forget(service, mark);
    }

    /** By its mark, which is on the disk since before it began, the process is found without this as well. */
    private void noted(ServiceRecord record) {
        try {
            state.save(record);
        } catch (StateException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private Process start(
            ServiceSpec spec, ServiceRecord record, @Nullable Cgroup cgroup, @Nullable PipeLogWriter pipeLogWriter) {
        Map<String, String> environment = environment(spec);
        environment.put(HostServices.MARK, record.mark());
        if (spec.lifetime() == Lifetime.BOUND || pipeLogWriter != null) {
            orphanGuard.cover(environment);
            orphanGuard.expect(record, cgroup);
        }
        Path output = Path.of(record.log());
        if (pipeLogWriter != null) {
            pipeLogWriter.open();
            output = pipeLogWriter.pipe();
        }
        try {
            return hostServices
                    .processLauncher()
                    .start(new ProcessLauncher.Order(
                            spec.command(),
                            spec.directory().orElse(null),
                            environment,
                            output,
                            cgroup,
                            held(spec, record),
                            UnixSignal.of(spec.stopSignal())));
        } catch (RuntimeException e) {
            if (pipeLogWriter != null) {
                pipeLogWriter.abandon();
            }
            throw e;
        }
    }

    /** A daemon that nothing else holds together is known by a file that it inherits. */
    private @Nullable Path held(ServiceSpec spec, ServiceRecord record) {
        return spec.kind() == ServiceSpec.Kind.DAEMON
                        && record.cgroup() == null
                        && hostServices.means().contains(Ownership.TOKEN)
                        && hostServices.processLauncher().preparesStarts()
                ? state.held(record.mark())
                : null;
    }

    private ServiceRecord record(ServiceSpec spec, String mark, @Nullable Cgroup cgroup) {
        Path log = state.log(spec.name());
        long from;
        try {
            from = spec.logs().pumped()
                    ? Math.max(0, log.toFile().length())
                    : new LogFile(log, spec.logs(), dates).prepare();
        } catch (IOException e) {
            throw new LaunchException("its log " + log + " cannot be written: " + e.getMessage());
        }
        boolean session = hostServices.means().contains(Ownership.SESSION)
                && hostServices.processLauncher().leadsSessions();
        return new ServiceRecord(
                spec.name(),
                mark,
                hostServices.table().boot(),
                null,
                session,
                null,
                cgroup == null ? null : cgroup.folder().toString(),
                spec.command().get(0),
                SpecDigest.of(spec),
                spec.ports(),
                spec.after(),
                spec.stopSignal(),
                spec.stopTimeout().toMillis(),
                spec.logs().pumped() ? Lifetime.BOUND : spec.lifetime(),
                spec.kind(),
                log.toString(),
                from,
                false);
    }

    static Map<String, String> environment(ServiceSpec spec) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        spec.secrets().forEach((name, value) -> environment.put(name, value.reveal()));
        return environment;
    }
}
