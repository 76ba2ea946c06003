// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.internal.log.LogFile;
import dev.bracketwire.supervisor.internal.log.Pump;
import dev.bracketwire.supervisor.internal.os.Cgroup;
import dev.bracketwire.supervisor.internal.os.Cgroups;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.Launcher;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.Signal;
import dev.bracketwire.supervisor.internal.os.Tree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins runs: what is needed to find the processes again is on the disk before the first of them is. */
final class Launches {
    private static final Logger LOG = LoggerFactory.getLogger(Launches.class);

    private final Host host;
    private final StateDirectory state;
    private final Guard guard;
    private final InstantSource dates;

    Launches(Host host, StateDirectory state, Guard guard, InstantSource dates) {
        this.host = host;
        this.state = state;
        this.guard = guard;
        this.dates = dates;
    }

    /**
     * Begins a run.
     *
     * @param ended hears once that its first process has ended; its code may be known a moment later
     * @throws LaunchException if it cannot be begun, in words
     * @throws UnwatchedException if it may have begun, and nobody would hear of its end
     */
    Run begin(ServiceSpec spec, int number, BiConsumer<Integer, Process> ended) {
        String run = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 62);
        String mark = state.id() + "/" + spec.name() + "/" + run;
        Cgroup cgroup =
                host.means().contains(Ownership.CGROUP) && host.launcher().preparesStarts()
                        ? host.cgroups().create(Cgroups.name(mark)).orElse(null)
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

    private Run run(
            ServiceSpec spec,
            int number,
            ServiceRecord prepared,
            @Nullable Cgroup cgroup,
            BiConsumer<Integer, Process> ended) {
        ServiceRecord record = prepared;
        Pump pump = spec.logs().pumped()
                ? new Pump(state.pipe(spec.name()), state.log(spec.name()), spec.logs(), dates)
                : null;
        try {
            Process process = start(spec, record, cgroup, pump);
            ProcessId main = host.table()
                    .row(process.pid())
                    .map(row -> row.id())
                    .orElse(new ProcessId(process.pid(), 0)); // has ended and is reaped already; matches nobody
            record = record.main(main);
            noted(record);
            Tree tree = new Tree(record.mark(), main, record.sessionLed(), cgroup, host.means());
            if (record.lifetime() == Lifetime.BOUND) {
                guard.watch(record, tree);
            }
            // Also where it fails, as it does if the JDK can make no thread to tell of the end.
            CompletableFuture<?> exit = process.onExit().whenComplete((gone, failure) -> ended.accept(number, process));
            return new Run(number, record, tree, false, pump, exit);
        } catch (OutOfMemoryError e) {
            Tree tree = new Tree(record.mark(), null, record.sessionLed(), cgroup, host.means());
            throw new UnwatchedException(new Run(number, record, tree, false, pump), e);
        }
    }

    /** Forgets a run of which no process is left. */
    void forget(String service, String mark) {
        guard.forget(mark);
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

    private Process start(ServiceSpec spec, ServiceRecord record, @Nullable Cgroup cgroup, @Nullable Pump pump) {
        Map<String, String> environment = environment(spec);
        environment.put(Host.MARK, record.mark());
        if (spec.lifetime() == Lifetime.BOUND || pump != null) {
            guard.cover(environment);
            guard.expect(record, cgroup);
        }
        Path output = Path.of(record.log());
        if (pump != null) {
            pump.open();
            output = pump.pipe();
        }
        try {
            return host.launcher()
                    .start(new Launcher.Order(
                            spec.command(),
                            spec.directory().orElse(null),
                            environment,
                            output,
                            cgroup,
                            held(spec, record),
                            Signal.of(spec.stopSignal())));
        } catch (RuntimeException e) {
            if (pump != null) {
                pump.abandon();
            }
            throw e;
        }
    }

    /** A daemon that nothing else holds together is known by a file that it inherits. */
    private @Nullable Path held(ServiceSpec spec, ServiceRecord record) {
        return spec.kind() == ServiceSpec.Kind.DAEMON
                        && record.cgroup() == null
                        && host.means().contains(Ownership.TOKEN)
                        && host.launcher().preparesStarts()
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
        boolean session =
                host.means().contains(Ownership.SESSION) && host.launcher().leadsSessions();
        return new ServiceRecord(
                spec.name(),
                mark,
                host.table().boot(),
                null,
                session,
                null,
                cgroup == null ? null : cgroup.folder().toString(),
                spec.command().get(0),
                Digest.of(spec),
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
