// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.SocketHolders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whether a run holds its ports itself. By what it does is remembered, for all its probes: to look again is cheap. */
final class PortOwnership {
    private final HostServices hostServices;
    private final ServiceRun serviceRun;
    private final Map<Integer, SocketHolders> known = new ConcurrentHashMap<>();

    PortOwnership(HostServices hostServices, ServiceRun serviceRun) {
        this.hostServices = hostServices;
        this.serviceRun = serviceRun;
    }

    boolean of(ServiceRun other) {
        return serviceRun.number() == other.number();
    }

    /** What speaks against it; empty if it holds the port, or that cannot be seen. */
    String objection(int port) {
        SocketHolders socketHolders = known.get(port);
        if (socketHolders != null && hostServices.portTable().holds(port, socketHolders)) {
            return "";
        }
        known.remove(port);
        // Without a listener there is no need to count all processes: so it is as long as a service is being started.
        if (!hostServices.portTable().any(port)) {
            return "does not listen on port " + port + " yet";
        }
        ProcessId main = serviceRun.main();
        if (main != null) {
            // Nor if its first process holds it, which most do. It did so itself if it is still there afterwards.
            Optional<SocketHolders> alone = hostServices.portTable().hold(port, List.of(main.pid()));
            if (alone.isPresent() && hostServices.table().alive(main)) {
                known.put(port, alone.get());
                return "";
            }
        }
        List<Long> own = serviceRun
                .processTree()
                .members(hostServices.processSnapshots().take())
                .stream()
                .map(row -> row.id().pid())
                .toList();
        PortState state = hostServices.port(port, own);
        if (state.holder() == Holder.FREE) {
            return "does not listen on port " + port + " yet";
        }
        if (state.holder() == Holder.FOREIGN) {
            return state + ", and not by this service alone";
        }
        hostServices.portTable().hold(port, own).ifPresent(now -> known.put(port, now));
        return "";
    }
}
