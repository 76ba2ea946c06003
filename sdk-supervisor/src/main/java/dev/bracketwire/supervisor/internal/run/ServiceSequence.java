// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StartException;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stops, restarts and starts several services, all at the same time as far as their dependencies and ports allow. A
 * service is stopped once the dependents that are stopped here are gone, and started once the ports that it needs are
 * given up. It waits for its dependencies itself. A failure blocks only the dependents of the service that failed.
 */
final class ServiceSequence {
    private final ServiceRegistry serviceRegistry;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Queue<Stopped> stops = new ConcurrentLinkedQueue<>();

    /** Is one service with its part in the sequence. */
    private static final class Step {
        final ManagedService managedService;
        final ServiceSpec before;

        /** Is null where the service is to stay stopped. */
        final @Nullable ServiceSpec next;

        /** Whether a run is ended here, or may be. */
        final boolean ends;

        final String reason;
        final CompletableFuture<Stopped> stopped = new CompletableFuture<>();
        final CompletableFuture<ServiceStatus> started = new CompletableFuture<>();

        Step(ManagedService managedService, @Nullable ServiceSpec next, boolean ends, String reason) {
            this.managedService = managedService;
            this.before = managedService.spec();
            this.next = next;
            this.ends = ends;
            this.reason = reason;
        }
    }

    ServiceSequence(ServiceRegistry serviceRegistry) {
        this.serviceRegistry = serviceRegistry;
    }

    private Step add(Step step) {
        steps.put(step.managedService.name(), step);
        return step;
    }

    /** Adds a service that is stopped. */
    CompletableFuture<Stopped> stop(ManagedService managedService) {
        return add(new Step(managedService, null, true, "")).stopped;
    }

    /** Adds a service that is stopped and started again. */
    CompletableFuture<ServiceStatus> restart(ManagedService managedService, ServiceSpec spec, String reason) {
        return add(new Step(managedService, spec, true, reason)).started;
    }

    /** Adds a service that is started if it does not run. */
    CompletableFuture<ServiceStatus> start(ManagedService managedService, ServiceSpec spec) {
        return add(new Step(managedService, spec, false, "")).started;
    }

    /** Begins all steps. The future ends with the last stop, and reports the stops in the order of their ends. */
    CompletableFuture<StopReport> run() {
        steps.values().stream().filter(step -> step.next != null).forEach(step -> step.managedService.announceStart());
        Map<Step, CompletableFuture<?>> mayStop = new LinkedHashMap<>();
        Set<Step> seen = new LinkedHashSet<>();
        steps.values().forEach(step -> place(step, seen, mayStop));
        CompletableFuture<?> allStopped =
                ended(steps.values().stream().filter(step -> step.next == null).toList());
        mayStop.forEach((step, gate) -> {
            CompletableFuture<?> mayStart = mayStart(step);
            gate.whenComplete((nothing, failure) -> begin(step, mayStart));
        });
        return allStopped.thenApply(nothing -> new StopReport(List.copyOf(stops)));
    }

    /** Places a step behind its dependents. Specs that changed only in part may form a cycle, which is cut here. */
    private void place(Step step, Set<Step> seen, Map<Step, CompletableFuture<?>> placed) {
        if (!seen.add(step)) {
            return;
        }
        List<Step> dependents = !step.ends
                ? List.of()
                : serviceRegistry.dependentsOf(step.managedService).stream()
                        .flatMap(managedService -> Stream.ofNullable(steps.get(managedService.name())))
                        .filter(other -> other != step && other.ends)
                        .toList();
        dependents.forEach(other -> place(other, seen, placed));
        placed.put(step, ended(dependents.stream().filter(placed::containsKey).toList()));
    }

    private static CompletableFuture<?> ended(Collection<Step> some) {
        return CompletableFuture.allOf(some.stream().map(step -> step.stopped).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> mayStart(Step step) {
        ServiceSpec next = step.next;
        return next == null
                ? CompletableFuture.completedFuture(null)
                : ended(steps.values().stream()
                        .filter(other -> other != step && other.ends)
                        .filter(other -> other.before.ports().stream().anyMatch(next.ports()::contains))
                        .toList());
    }

    private void begin(Step step, CompletableFuture<?> mayStart) {
        if (step.next == null) {
            step.managedService.stop().whenComplete((report, failure) -> {
                if (failure == null) {
                    stops.add(report);
                    step.stopped.complete(report);
                } else {
                    step.stopped.completeExceptionally(failure);
                }
            });
        } else if (serviceRegistry.closed()) {
            StartException closed = new StartException(step.managedService.name(), "its supervisor is closed");
            step.stopped.completeExceptionally(closed);
            step.started.completeExceptionally(closed);
        } else if (step.ends) {
            step.managedService.restart(step.next, step.reason, mayStart, step.stopped, step.started);
        } else {
            step.managedService.start(step.next, mayStart, step.started);
        }
    }
}
