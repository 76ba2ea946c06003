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

/**
 * Checks whether the processes of a run hold the run's ports. Remembers the sockets that it found, so that the next probe
 * only looks whether these still exist. {@link HostServices#port} finds the owner of any port.
 */
final class OwnPortCheck {
    private final HostServices hostServices;
    private final ServiceRun serviceRun;
    private final Map<Integer, SocketHolders> known = new ConcurrentHashMap<>();

    OwnPortCheck(HostServices hostServices, ServiceRun serviceRun) {
        this.hostServices = hostServices;
        this.serviceRun = serviceRun;
    }

    boolean of(ServiceRun other) {
        return serviceRun.number() == other.number();
    }

    /** Returns the reason why the run does not own the port; empty if it owns it, or the owner cannot be seen. */
    String problem(int port) {
        SocketHolders socketHolders = known.get(port);
        if (socketHolders != null && hostServices.portTable().holds(port, socketHolders)) {
            return "";
        }
        known.remove(port);
        // While a service starts, the port mostly has no listener yet. Then there is no need to list all processes.
        if (!hostServices.portTable().any(port)) {
            return "does not listen on port " + port + " yet";
        }
        ProcessId main = serviceRun.main();
        if (main != null) {
            // Mostly the main process holds the port. If it is still alive after this look, the socket was its own.
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
