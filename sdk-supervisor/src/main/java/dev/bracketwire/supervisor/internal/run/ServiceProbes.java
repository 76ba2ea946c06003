// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.Probe.Check;
import dev.bracketwire.supervisor.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The probes of a service that are being asked. Used within its mailbox only. */
final class ServiceProbes {
    private final ServiceRegistry serviceRegistry;
    private final Mailbox mailbox;
    private final Told told;
    private final List<ProbeLoop> watches = new ArrayList<>();
    private @Nullable OwnPortCheck ownPortCheck;

    /** Hears of each answer. */
    @FunctionalInterface
    interface Told {
        void answered(ServiceRun serviceRun, String purpose, ProbeLoop probeLoop, ProbeAnswer probeAnswer);
    }

    ServiceProbes(ServiceRegistry serviceRegistry, Mailbox mailbox, Told told) {
        this.serviceRegistry = serviceRegistry;
        this.mailbox = mailbox;
        this.told = told;
    }

    /** Asks the probe for the start, and no other. */
    void starting(ServiceSpec spec, ServiceRun serviceRun, Probe startup) {
        end();
        watch(spec, serviceRun, "startup", startup, true);
    }

    /** Asks what tells whether it serves and lives. */
    void serving(ServiceSpec spec, ServiceRun serviceRun) {
        end();
        spec.ready()
                .filter(probe -> !(probe.check() instanceof Check.LogLine))
                .ifPresent(probe -> watch(spec, serviceRun, "ready", probe, false));
        spec.live().ifPresent(probe -> watch(spec, serviceRun, "live", probe, false));
    }

    private void watch(ServiceSpec spec, ServiceRun serviceRun, String purpose, Probe probe, boolean startup) {
        OwnPortCheck known = ownPortCheck;
        if (known == null || !known.of(serviceRun)) {
            known = new OwnPortCheck(serviceRegistry.host(), serviceRun);
            ownPortCheck = known;
        }
        ProbeRunner probeRunner = new ProbeRunner(serviceRegistry, spec, serviceRun, known, probe);
        ProbeLoop probeLoop = new ProbeLoop(
                serviceRegistry,
                spec.name(),
                purpose,
                probe,
                probeRunner,
                mailbox,
                (from, probeAnswer) -> told.answered(serviceRun, purpose, from, probeAnswer));
        watches.add(probeLoop);
        probeLoop.begin(startup);
    }

    void end() {
        watches.forEach(ProbeLoop::end);
        watches.clear();
    }
}
