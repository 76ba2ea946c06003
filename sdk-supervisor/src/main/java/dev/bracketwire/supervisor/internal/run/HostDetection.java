// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Capabilities;
import dev.bracketwire.supervisor.Capabilities.Capability;
import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.internal.log.HolePuncher;
import dev.bracketwire.supervisor.internal.os.BindPorts;
import dev.bracketwire.supervisor.internal.os.CgroupFactory;
import dev.bracketwire.supervisor.internal.os.JdkSignals;
import dev.bracketwire.supervisor.internal.os.JdkTable;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.PortTable;
import dev.bracketwire.supervisor.internal.os.ProcPorts;
import dev.bracketwire.supervisor.internal.os.ProcTable;
import dev.bracketwire.supervisor.internal.os.ProcessLauncher;
import dev.bracketwire.supervisor.internal.os.ProcessSnapshots;
import dev.bracketwire.supervisor.internal.os.ProcessTable;
import dev.bracketwire.supervisor.internal.os.ProgramFinder;
import dev.bracketwire.supervisor.internal.os.SignalDefaults;
import dev.bracketwire.supervisor.internal.os.ToolPorts;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks once at what this system offers, and says what follows from it. */
final class HostDetection {
    private final HostServices hostServices;
    private final boolean linux;
    private final @Nullable Path setsid;
    private final @Nullable Path sh;
    private final SignalDefaults signals;

    private HostDetection(
            HostServices hostServices,
            boolean linux,
            @Nullable Path setsid,
            @Nullable Path sh,
            SignalDefaults signals) {
        this.signals = signals;
        this.hostServices = hostServices;
        this.linux = linux;
        this.setsid = setsid;
        this.sh = sh;
    }

    static HostDetection find(Set<Ownership> means, LongSupplier nanos) {
        Path proc = Path.of("/proc");
        boolean linux = Files.isReadable(proc.resolve("self/stat"));
        ProcessTable table = linux ? new ProcTable(proc) : new JdkTable();
        PortTable portTable = linux ? new ProcPorts(proc, nanos) : ports(System.getProperty("os.name", ""));
        Path setsid = linux && means.contains(Ownership.SESSION) ? tool("setsid") : null;
        Path sh = linux ? tool("sh") : null;
        SignalDefaults signals = SignalDefaults.read(linux ? tool("env") : null, proc.resolve("self/status"));
        CgroupFactory cgroupFactory = linux && means.contains(Ownership.CGROUP)
                ? CgroupFactory.find()
                : CgroupFactory.none(linux ? "cgroups are not to be used" : "there are none on this system");
        HostServices hostServices = new HostServices(
                table,
                new ProcessSnapshots(table, HostServices.MARK),
                new JdkSignals(table),
                portTable,
                new ProcessLauncher(setsid, sh, signals),
                cgroupFactory,
                means);
        return new HostDetection(hostServices, linux, setsid, sh, signals);
    }

    /** Returns the port table of a system other than Linux, which needs a tool such as lsof or netstat. */
    static PortTable ports(String system) {
        if (system.startsWith("Windows")) {
            return ToolPorts.netstat(System.getenv().getOrDefault("SystemRoot", "C:\\Windows"));
        }
        return system.startsWith("Mac") ? ToolPorts.lsof() : new BindPorts();
    }

    private static @Nullable Path tool(String name) {
        try {
            return ProgramFinder.find(name, Path.of("/"), System.getenv("PATH"));
        } catch (LaunchException e) {
            return null;
        }
    }

    HostServices host() {
        return hostServices;
    }

    OrphanGuard guard(StateDirectory state) {
        long born = hostServices
                .table()
                .row(ProcessHandle.current().pid())
                .map(row -> row.id().start())
                .orElse(0L);
        return new OrphanGuard(linux ? setsid : null, linux ? sh : null, state, born);
    }

    Capabilities capabilities(Path state) {
        List<Capability> all = new ArrayList<>();
        boolean cgroup = hostServices.cgroupFactory().absence().isEmpty() && sh != null;
        all.add(new Capability(
                "proven",
                linux,
                linux
                        ? "the whole suite runs on Linux"
                        : "unproven: the supervisor's suite has not passed on this system; run"
                                + " mvn -B -pl sdk-supervisor -am verify"));
        all.add(new Capability(
                "cgroup",
                cgroup,
                cgroup
                        ? "each service has a cgroup, which nothing leaves"
                        : hostServices.cgroupFactory().absence()
                                + "; what wipes its environment and leaves its session is found only"
                                + " while its parent lives, or if it is a service that daemonizes() and keeps the files"
                                + " open that it inherits"));
        all.add(new Capability(
                "token",
                linux && hostServices.means().contains(Ownership.TOKEN),
                linux ? "daemons that left their session are found by their environment" : "environments are hidden"));
        all.add(new Capability(
                "session",
                setsid != null,
                setsid != null
                        ? "each service has a session; a terminal's Ctrl-C does not reach it"
                        : "there is no setsid tool; a terminal's Ctrl-C reaches the services too"));
        all.add(new Capability("signals", signals.reach(), signals.toString()));
        all.add(new Capability(
                "bound",
                OrphanGuard.possible(setsid, sh),
                OrphanGuard.possible(setsid, sh)
                        ? "bound services end with a supervisor that crashes"
                        : "bound services outlive a crash of the supervisor until the next one opens"));
        all.add(new Capability(
                "live-rotation",
                linux && HolePuncher.work(state),
                "logs that services write themselves are rotated while they run, by fallocate and the file system"));
        all.add(
                new Capability(
                        "port-owners",
                        linux,
                        linux
                                ? "who holds a port is known"
                                : "unproven: read from netstat on Windows and lsof on macOS; elsewhere only whether it is free"));
        return new Capabilities(all);
    }
}
