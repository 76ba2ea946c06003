// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.internal.os.CgroupFactory;
import dev.bracketwire.supervisor.internal.os.PortTable;
import dev.bracketwire.supervisor.internal.os.ProcessLauncher;
import dev.bracketwire.supervisor.internal.os.ProcessSnapshots;
import dev.bracketwire.supervisor.internal.os.ProcessTable;
import dev.bracketwire.supervisor.internal.os.SignalSender;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The parts of the operating system that a supervisor uses.
 *
 * @param table its processes
 * @param processSnapshots lists of all processes at one moment
 * @param signalSender sends signals to them
 * @param portTable the listening sockets and their owners
 * @param processLauncher starts programs
 * @param cgroupFactory makes control groups
 * @param means the ways that are used to find the processes of a service
 */
public record HostServices(
        ProcessTable table,
        ProcessSnapshots processSnapshots,
        SignalSender signalSender,
        PortTable portTable,
        ProcessLauncher processLauncher,
        CgroupFactory cgroupFactory,
        Set<Ownership> means) {
    /** The environment variable that marks the processes of a service. */
    public static final String MARK = "BRACKETWIRE_RUN";

    /** Finds the owners of a port, and whether they all are among these processes of a service. */
    PortState port(int port, Collection<Long> own) {
        PortTable.Listeners listeners = portTable.listeners(port, own);
        if (!listeners.any()) {
            return new PortState(port, Holder.FREE, List.of());
        }
        if (listeners.pids().isEmpty()) {
            return new PortState(port, Holder.UNKNOWN, List.of());
        }
        List<ProcessInfo> owners = listeners.pids().stream()
                .flatMap(pid -> table.row(pid).stream())
                .map(row -> table.info(row, ""))
                .toList();
        boolean ours = own.containsAll(listeners.pids());
        return new PortState(port, ours ? Holder.OURS : Holder.FOREIGN, owners);
    }
}
