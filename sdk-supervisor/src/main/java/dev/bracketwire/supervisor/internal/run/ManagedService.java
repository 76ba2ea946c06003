// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One service as the others see it. What is asked of it is done in its mailbox; what is known of it may be read. */
final class ManagedService {
    private final String name;
    private final Mailbox mailbox;
    private final StatusTracker statusTracker;
    private final RunTermination runTermination;
    private final ServiceStateMachine serviceStateMachine;
    private final Object logLock = new Object();
    private final ServiceRegistry serviceRegistry;

    /** Counts the starts that are announced and have not begun. */
    private final AtomicInteger announced = new AtomicInteger();

    ManagedService(ServiceRegistry serviceRegistry, ServiceSpec spec) {
        this.serviceRegistry = serviceRegistry;
        this.name = spec.name();
        this.mailbox = new Mailbox(serviceRegistry.clockwork(), this::broken);
        this.statusTracker =
                new StatusTracker(serviceRegistry.clockwork(), spec, event -> serviceRegistry.changed(name, event));
        this.runTermination = new RunTermination(serviceRegistry);
        this.serviceStateMachine =
                new ServiceStateMachine(serviceRegistry, mailbox, statusTracker, runTermination, logLock);
    }

    private void broken(Throwable failure) {
        serviceStateMachine.broken(failure);
    }

    String name() {
        return name;
    }

    ServiceSpec spec() {
        return statusTracker.spec();
    }

    ServiceStatus status() {
        return statusTracker.status();
    }

    @Nullable
    ServiceRun run() {
        return statusTracker.run();
    }

    /** The last lines of what is pumped, also those that were rotated away; empty if they are not in memory. */
    Optional<List<String>> latest(int lines) {
        ServiceRun current = statusTracker.run();
        return current == null || current.pipeLogWriter() == null
                ? Optional.empty()
                : current.pipeLogWriter().latest(lines);
    }

    /** Held while the log is rotated, so that it is not by two at once. */
    Object logLock() {
        return logLock;
    }

    /** Whether it will not become ready by itself. */
    boolean lost() {
        ServiceState state = statusTracker.status().state();
        return announced.get() == 0 && (state == ServiceState.FAILED || state == ServiceState.STOP_FAILED);
    }

    /** Whether its dependents may start. */
    boolean satisfies() {
        ServiceState state = statusTracker.status().state();
        return announced.get() == 0 && (state == ServiceState.READY || state == ServiceState.COMPLETED);
    }

    /** Whether it is to run: it runs, or will by itself. */
    boolean wanted() {
        return serviceStateMachine.wanted();
    }

    /** Whether what runs is what this spec would start. */
    boolean runs(ServiceSpec spec) {
        return serviceStateMachine.runs(spec);
    }

    /** Whether its spec is known; of a service that was taken over it is not, until it is handed over again. */
    boolean knowsSpec() {
        ServiceRun current = statusTracker.run();
        return current == null || !current.adopted() || serviceStateMachine.runs(statusTracker.spec());
    }

    /** Makes dependents wait for a start or restart that follows. */
    void announceStart() {
        announced.incrementAndGet();
    }

    /** Starts it, as was announced. */
    void start(ServiceSpec spec, CompletableFuture<?> gate, CompletableFuture<ServiceStatus> started) {
        asAnnounced(gate, () -> serviceStateMachine.start(spec, gate, started));
    }

    /** Ends its run and starts it again, as was announced. */
    void restart(
            ServiceSpec spec,
            String reason,
            CompletableFuture<?> gate,
            CompletableFuture<Stopped> stopped,
            CompletableFuture<ServiceStatus> started) {
        asAnnounced(gate, () -> serviceStateMachine.restart(spec, reason, gate, stopped, started));
    }

    private void asAnnounced(CompletableFuture<?> gate, Runnable step) {
        mailbox.post(() -> {
            announced.decrementAndGet();
            try {
                step.run();
            } finally {
                serviceRegistry.reconsider(name);
            }
        });
        if (!gate.isDone()) {
            gate.whenComplete((nothing, failure) -> dependencyChanged());
        }
    }

    /** Takes over what a spec says without a restart. */
    CompletableFuture<@Nullable Void> update(ServiceSpec spec) {
        return done(() -> serviceStateMachine.update(spec));
    }

    CompletableFuture<Stopped> stop() {
        CompletableFuture<Stopped> stopped = new CompletableFuture<>();
        mailbox.post(() -> serviceStateMachine.stop(stopped));
        return stopped;
    }

    /** Starts it anew because another service failed; that is no failure of this one. */
    void follow(String reason) {
        mailbox.post(() -> serviceStateMachine.follow(reason));
    }

    /** Lets go of it without stopping it; its record stays, and the next supervisor adopts it. */
    CompletableFuture<@Nullable Void> release() {
        return done(serviceStateMachine::release);
    }

    /** Takes over a run that an earlier supervisor began, or ends what is left of it. */
    CompletableFuture<@Nullable Void> adopt(ServiceRun serviceRun, boolean alive) {
        return done(() -> serviceStateMachine.adopt(serviceRun, alive));
    }

    private CompletableFuture<@Nullable Void> done(Runnable step) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        mailbox.post(() -> {
            try {
                step.run();
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    /** Looks again at what it waits for. */
    void dependencyChanged() {
        mailbox.post(serviceStateMachine::dependencyChanged);
    }
}
