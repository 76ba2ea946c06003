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
 * This machine, as far as a supervisor has to do with it.
 *
 * @param table its processes
 * @param processSnapshots a count of them
 * @param signalSender how they are reached
 * @param portTable who listens
 * @param processLauncher how programs are started
 * @param cgroupFactory where groups are made
 * @param means which ways to tell owners are used
 */
public record HostServices(
        ProcessTable table,
        ProcessSnapshots processSnapshots,
        SignalSender signalSender,
        PortTable portTable,
        ProcessLauncher processLauncher,
        CgroupFactory cgroupFactory,
        Set<Ownership> means) {
    /** The environment variable that marks what belongs to a service. */
    public static final String MARK = "BRACKETWIRE_RUN";

    /** Tells who holds a port, seen from a service that has these processes. */
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
