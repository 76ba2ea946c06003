// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.internal.os.Hold;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whether a run holds its ports itself. By what it does is remembered, for all its probes: to look again is cheap. */
final class Tenure {
    private final Host host;
    private final Run run;
    private final Map<Integer, Hold> known = new ConcurrentHashMap<>();

    Tenure(Host host, Run run) {
        this.host = host;
        this.run = run;
    }

    boolean of(Run other) {
        return run.number() == other.number();
    }

    /** What speaks against it; empty if it holds the port, or that cannot be seen. */
    String objection(int port) {
        Hold hold = known.get(port);
        if (hold != null && host.ports().holds(port, hold)) {
            return "";
        }
        known.remove(port);
        // Without a listener there is no need to count all processes: so it is as long as a service is being started.
        if (!host.ports().any(port)) {
            return "does not listen on port " + port + " yet";
        }
        ProcessId main = run.main();
        if (main != null) {
            // Nor if its first process holds it, which most do. It did so itself if it is still there afterwards.
            Optional<Hold> alone = host.ports().hold(port, List.of(main.pid()));
            if (alone.isPresent() && host.table().alive(main)) {
                known.put(port, alone.get());
                return "";
            }
        }
        List<Long> own = run.tree().members(host.census().take()).stream()
                .map(row -> row.id().pid())
                .toList();
        PortState state = host.port(port, own);
        if (state.holder() == Holder.FREE) {
            return "does not listen on port " + port + " yet";
        }
        if (state.holder() == Holder.FOREIGN) {
            return state + ", and not by this service alone";
        }
        host.ports().hold(port, own).ifPresent(now -> known.put(port, now));
        return "";
    }
}
