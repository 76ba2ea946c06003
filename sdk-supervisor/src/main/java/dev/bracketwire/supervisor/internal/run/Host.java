// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.internal.os.Census;
import dev.bracketwire.supervisor.internal.os.Cgroups;
import dev.bracketwire.supervisor.internal.os.Launcher;
import dev.bracketwire.supervisor.internal.os.Ports;
import dev.bracketwire.supervisor.internal.os.ProcessTable;
import dev.bracketwire.supervisor.internal.os.Signals;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * This machine, as far as a supervisor has to do with it.
 *
 * @param table its processes
 * @param census a count of them
 * @param signals how they are reached
 * @param ports who listens
 * @param launcher how programs are started
 * @param cgroups where groups are made
 * @param means which ways to tell owners are used
 */
public record Host(
        ProcessTable table,
        Census census,
        Signals signals,
        Ports ports,
        Launcher launcher,
        Cgroups cgroups,
        Set<Ownership> means) {
    /** The environment variable that marks what belongs to a service. */
    public static final String MARK = "BRACKETWIRE_RUN";

    /** Tells who holds a port, seen from a service that has these processes. */
    PortState port(int port, Collection<Long> own) {
        Ports.Listeners listeners = ports.listeners(port, own);
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
