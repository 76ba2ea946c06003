// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.PlanBuilder;
import dev.bracketwire.supervisor.RestartStrategy;
import dev.bracketwire.supervisor.ServiceChange;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Compares the services that there are with those that there should be, and carries out the difference. */
final class ReloadPlanner {
    private static final String STOP = "stop";
    private static final String RESTART = "restart";
    private static final String UPDATE = "update";
    private static final String START = "start";

    private final ServiceRegistry serviceRegistry;
    private final SupervisorCalls supervisorCalls;

    ReloadPlanner(ServiceRegistry serviceRegistry, SupervisorCalls supervisorCalls) {
        this.serviceRegistry = serviceRegistry;
        this.supervisorCalls = supervisorCalls;
    }

    /** Plans the changes. They are one batch: each waits only for those that it depends on. */
    Plan<ServiceChange> plan(List<ServiceSpec> specs) {
        SpecRules.check(specs, List.of());
        Map<String, ServiceSpec> wanted = new LinkedHashMap<>();
        specs.forEach(spec -> wanted.put(spec.name(), spec));
        List<ServiceChange> changes = new ArrayList<>(stops(wanted));
        Set<String> order = new LinkedHashSet<>();
        wanted.keySet().forEach(name -> DependencyGraph.closure(name, wanted, order));
        Set<String> replaced = new HashSet<>();
        for (String name : order) {
            ServiceSpec spec = wanted.get(name);
            String kind = spec == null ? "" : kind(spec, replaced);
            if (spec != null && !kind.isEmpty()) {
                changes.add(new ServiceChange(kind, name, digest(name), SpecDigest.whole(spec)));
            }
        }
        PlanBuilder<ServiceChange> plan = Plan.builder(
                "services", Math.max(1, changes.size()), (List<ServiceChange> batch) -> apply(batch, wanted));
        return plan.measuredBy(serviceRegistry.clockwork()::nanos)
                .onFailure(Plan.OnFailure.CONTINUE)
                .addAll(changes)
                .build();
    }

    /** The services that are no longer wanted, dependents first. */
    private List<ServiceChange> stops(Map<String, ServiceSpec> wanted) {
        Map<String, ServiceSpec> present = new LinkedHashMap<>();
        serviceRegistry.units().forEach(managedService -> present.put(managedService.name(), managedService.spec()));
        Set<String> order = new LinkedHashSet<>();
        present.keySet().stream().sorted().forEach(name -> DependencyGraph.closure(name, present, order));
        List<ServiceChange> stops = new ArrayList<>();
        for (String name : order) {
            if (!wanted.containsKey(name)) {
                stops.add(new ServiceChange(STOP, name, digest(name), ""));
            }
        }
        Collections.reverse(stops);
        return stops;
    }

    /** The kind of change that a service needs, empty for none; collects the services whose run is replaced. */
    private String kind(ServiceSpec spec, Set<String> replaced) {
        ManagedService managedService = serviceRegistry.find(spec.name()).orElse(null);
        if (managedService == null) {
            return START;
        }
        ServiceState state = managedService.status().state();
        boolean same = digest(spec.name()).equals(SpecDigest.whole(spec));
        if (state == ServiceState.COMPLETED) {
            return same ? "" : SpecDigest.of(managedService.spec()).equals(SpecDigest.of(spec)) ? UPDATE : START;
        }
        if (state != ServiceState.STOP_FAILED && !managedService.wanted()) {
            return START;
        }
        boolean follows = serviceRegistry.strategy() == RestartStrategy.REST_FOR_ONE
                && spec.kind() != Kind.ONE_SHOT
                && spec.after().stream().anyMatch(replaced::contains);
        if (state == ServiceState.STOP_FAILED || follows || (!same && !managedService.runs(spec))) {
            replaced.add(spec.name());
            return RESTART;
        }
        return same ? "" : UPDATE;
    }

    private String digest(String name) {
        return serviceRegistry
                .find(name)
                .map(managedService -> SpecDigest.whole(managedService.spec()))
                .orElse("");
    }

    private Call<List<Outcome<ServiceChange>>> apply(List<ServiceChange> changes, Map<String, ServiceSpec> wanted) {
        Map<ServiceChange, Outcome<ServiceChange>> outcomes = Collections.synchronizedMap(new LinkedHashMap<>());
        return supervisorCalls.call(
                "reload",
                () -> carryOut(changes, wanted, outcomes).thenApply(nothing -> inOrder(changes, outcomes)),
                () -> inOrder(changes, outcomes));
    }

    private static List<Outcome<ServiceChange>> inOrder(
            List<ServiceChange> changes, Map<ServiceChange, Outcome<ServiceChange>> outcomes) {
        return changes.stream()
                .map(change -> outcomes.getOrDefault(
                        change, Outcome.unknown(change, "it was not done when the time was over, and goes on")))
                .toList();
    }

    private CompletableFuture<?> carryOut(
            List<ServiceChange> changes,
            Map<String, ServiceSpec> wanted,
            Map<ServiceChange, Outcome<ServiceChange>> outcomes) {
        serviceRegistry.requireOpen();
        List<ServiceChange> fresh = new ArrayList<>();
        for (ServiceChange change : changes) {
            Outcome<ServiceChange> early = stale(change, changes, wanted.get(change.service()));
            if (early == null) {
                fresh.add(change);
            } else {
                outcomes.put(change, early);
            }
        }
        ServiceSequence sequence = new ServiceSequence(serviceRegistry);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (ServiceChange change : fresh) {
            all.add(begun(change, wanted.get(change.service()), sequence)
                    .handle((outcome, failure) -> outcomes.put(
                            change,
                            failure == null
                                    ? outcome
                                    : Outcome.failed(
                                            change,
                                            SupervisorCalls.cause(failure).toString()))));
        }
        sequence.run();
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    /** The outcome of a change that is not carried out, because the services are no longer as the plan saw them. */
    private @Nullable Outcome<ServiceChange> stale(
            ServiceChange change, List<ServiceChange> changes, @Nullable ServiceSpec spec) {
        String now = digest(change.service());
        if (!now.equals(change.before())) {
            return now.equals(change.after())
                    ? Outcome.unchanged(change)
                    : Outcome.stale(change, "its spec was changed since this was planned");
        }
        List<String> gone = spec == null
                ? List.of()
                : spec.after().stream()
                        .filter(name -> serviceRegistry.find(name).isEmpty()
                                && changes.stream()
                                        .noneMatch(other -> other.service().equals(name)))
                        .toList();
        return gone.isEmpty() ? null : Outcome.stale(change, gone + " was removed since this was planned");
    }

    private CompletableFuture<Outcome<ServiceChange>> begun(
            ServiceChange change, @Nullable ServiceSpec spec, ServiceSequence sequence) {
        if (spec == null) {
            return serviceRegistry
                    .find(change.service())
                    .map(managedService -> sequence.stop(managedService).thenApply(stopped -> removed(change, stopped)))
                    .orElseGet(() -> CompletableFuture.completedFuture(Outcome.unchanged(change)));
        }
        ManagedService managedService = serviceRegistry.unit(spec);
        return switch (change.kind()) {
            case UPDATE -> managedService.update(spec).thenApply(nothing -> Outcome.applied(change));
            case RESTART -> started(change, sequence.restart(managedService, spec, "is restarted by a reload"));
            default -> started(change, sequence.start(managedService, spec));
        };
    }

    private static CompletableFuture<Outcome<ServiceChange>> started(
            ServiceChange change, CompletableFuture<ServiceStatus> started) {
        return started.handle((status, failure) -> failure == null
                ? Outcome.applied(change)
                : Outcome.failed(change, ServiceRegistry.reason(change.service(), failure)));
    }

    /** Forgets a service of which nothing is left, neither a process nor a port that is still held. */
    private Outcome<ServiceChange> removed(ServiceChange change, Stopped stopped) {
        if (!stopped.clean()) {
            return Outcome.failed(change, stopped.toString());
        }
        serviceRegistry.remove(change.service());
        return Outcome.applied(change);
    }
}
