// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.PlanBuilder;
import dev.bracketwire.supervisor.ServiceChange;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the services there are with those there should be. */
final class Reload {
    private final Engine engine;
    private final Waits waits;

    Reload(Engine engine, Waits waits) {
        this.engine = engine;
        this.waits = waits;
    }

    Plan<ServiceChange> plan(List<ServiceSpec> specs) {
        SpecRules.check(specs, List.of());
        Map<String, ServiceSpec> wanted = new LinkedHashMap<>();
        specs.forEach(spec -> wanted.put(spec.name(), spec));
        PlanBuilder<ServiceChange> plan =
                Plan.builder("services", (ServiceChange change) -> apply(change, wanted.get(change.service()), specs));
        plan.clock(engine.clockwork()::nanos);
        stops(wanted).forEach(plan::add);
        Set<String> order = new LinkedHashSet<>();
        wanted.keySet().forEach(name -> Graph.closure(name, wanted, order));
        for (String name : order) {
            ServiceSpec spec = wanted.get(name);
            if (spec != null) {
                change(spec).forEach(plan::add);
            }
        }
        return plan.build();
    }

    /** What is there and no longer wanted, in the reverse of the order in which it was started. */
    private List<ServiceChange> stops(Map<String, ServiceSpec> wanted) {
        Map<String, ServiceSpec> present = new LinkedHashMap<>();
        engine.units().forEach(unit -> present.put(unit.name(), unit.spec()));
        Set<String> order = new LinkedHashSet<>();
        present.keySet().stream().sorted().forEach(name -> Graph.closure(name, present, order));
        List<ServiceChange> stops = new ArrayList<>();
        for (String name : order) {
            if (!wanted.containsKey(name)) {
                stops.add(new ServiceChange("stop", name, digest(name), ""));
            }
        }
        Collections.reverse(stops);
        return stops;
    }

    private List<ServiceChange> change(ServiceSpec spec) {
        String before = digest(spec.name());
        String after = Digest.whole(spec);
        Unit unit = engine.find(spec.name()).orElse(null);
        if (unit == null || !Engine.active(unit.status().state())) {
            return List.of(new ServiceChange("start", spec.name(), before, after));
        }
        if (before.equals(after)) {
            return List.of();
        }
        return List.of(new ServiceChange(unit.runs(spec) ? "update" : "restart", spec.name(), before, after));
    }

    private String digest(String name) {
        return engine.find(name).map(unit -> Digest.whole(unit.spec())).orElse("");
    }

    private Call<Outcome<ServiceChange>> apply(
            ServiceChange change, @org.jspecify.annotations.Nullable ServiceSpec spec, List<ServiceSpec> specs) {
        String now = digest(change.service());
        if (!now.equals(change.before())) {
            return Call.done(
                    now.equals(change.after())
                            ? Outcome.unchanged(change)
                            : Outcome.stale(change, "its spec was changed since this was planned"));
        }
        if (spec == null) {
            return waits.call("stop", () -> engine.stop(List.of(change.service())))
                    .map(report -> removed(change, report));
        }
        return waits.call("start", () -> engine.start(List.of(spec), specs)).map(started -> Outcome.applied(change));
    }

    private Outcome<ServiceChange> removed(ServiceChange change, StopReport report) {
        if (!report.survivors().isEmpty()) {
            return Outcome.failed(change, report.toString());
        }
        engine.remove(change.service());
        return Outcome.applied(change);
    }
}
