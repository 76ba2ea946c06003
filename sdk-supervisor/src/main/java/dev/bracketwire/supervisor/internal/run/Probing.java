// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.Probe.Check;
import dev.bracketwire.supervisor.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The probes of a service that are being asked. Used within its mailbox only. */
final class Probing {
    private final Engine engine;
    private final Mailbox mailbox;
    private final Told told;
    private final List<Watch> watches = new ArrayList<>();
    private @Nullable Tenure tenure;

    /** Hears of each answer. */
    @FunctionalInterface
    interface Told {
        void answered(Run run, String purpose, Watch watch, Answer answer);
    }

    Probing(Engine engine, Mailbox mailbox, Told told) {
        this.engine = engine;
        this.mailbox = mailbox;
        this.told = told;
    }

    /** Asks the probe for the start, and no other. */
    void starting(ServiceSpec spec, Run run, Probe startup) {
        end();
        watch(spec, run, "startup", startup, true);
    }

    /** Asks what tells whether it serves and lives. */
    void serving(ServiceSpec spec, Run run) {
        end();
        spec.ready()
                .filter(probe -> !(probe.check() instanceof Check.LogLine))
                .ifPresent(probe -> watch(spec, run, "ready", probe, false));
        spec.live().ifPresent(probe -> watch(spec, run, "live", probe, false));
    }

    private void watch(ServiceSpec spec, Run run, String purpose, Probe probe, boolean startup) {
        Tenure known = tenure;
        if (known == null || !known.of(run)) {
            known = new Tenure(engine.host(), run);
            tenure = known;
        }
        Asker asker = new Asker(engine, spec, run, known, probe);
        Watch watch = new Watch(
                engine,
                spec.name(),
                purpose,
                probe,
                asker,
                mailbox,
                (from, answer) -> told.answered(run, purpose, from, answer));
        watches.add(watch);
        watch.begin(startup);
    }

    void end() {
        watches.forEach(Watch::end);
        watches.clear();
    }
}
