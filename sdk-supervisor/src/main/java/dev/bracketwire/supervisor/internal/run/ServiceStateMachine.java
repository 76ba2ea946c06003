// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The states of a service and the steps between them; every step runs in its mailbox, so none overlaps another. */
final class ServiceStateMachine {
    private final LifecycleState lifecycleState;
    private final ServiceRegistry serviceRegistry;
    private final StatusTracker statusTracker;
    private final StateWaiters stateWaiters;
    private final StartSequence startSequence;
    private final StopSequence stopSequence;

    ServiceStateMachine(
            ServiceRegistry serviceRegistry,
            Mailbox mailbox,
            StatusTracker statusTracker,
            RunTermination runTermination,
            Object logLock) {
        this.lifecycleState = new LifecycleState(serviceRegistry, mailbox, statusTracker);
        this.serviceRegistry = lifecycleState.serviceRegistry;
        this.statusTracker = lifecycleState.statusTracker;
        this.stateWaiters = lifecycleState.stateWaiters;
        this.startSequence = new StartSequence(lifecycleState, this, logLock);
        this.stopSequence = new StopSequence(lifecycleState, this, runTermination);
    }

    StartSequence rise() {
        return startSequence;
    }

    StopSequence fall() {
        return stopSequence;
    }

    /** Starts it once the gate is done, if it does not run as the spec says. A task that completed does not run again. */
    void start(ServiceSpec newSpec, CompletableFuture<?> gate, CompletableFuture<ServiceStatus> started) {
        boolean active = active() || statusTracker.state() == ServiceState.EXITED;
        boolean changed = active && newSpec != statusTracker.spec() && !runs(newSpec);
        if (changed || statusTracker.state() == ServiceState.STOP_FAILED) {
            String reason = changed ? "its spec changed" : "is to be started, and processes of it are left";
            restart(newSpec, reason, gate, new CompletableFuture<>(), started);
            return;
        }
        boolean completed = statusTracker.state() == ServiceState.COMPLETED
                && newSpec.kind() == ServiceSpec.Kind.ONE_SHOT
                && SpecDigest.of(statusTracker.spec()).equals(SpecDigest.of(newSpec));
        stateWaiters.forReady(started);
        update(newSpec);
        if (completed) {
            stateWaiters.ready(statusTracker.status());
            return;
        }
        lifecycleState.wanted = true;
        lifecycleState.holdStart(gate);
        if (!active && statusTracker.state() != ServiceState.STOPPING) {
            afresh();
        }
    }

    /** Takes over what a spec says without a restart; what runs goes on. */
    void update(ServiceSpec newSpec) {
        boolean fits = newSpec == statusTracker.spec() || runs(newSpec);
        statusTracker.spec(newSpec);
        if (fits && statusTracker.run() != null) {
            lifecycleState.current = newSpec;
        }
        if (fits && active()) {
            startSequence.resume();
        }
    }

    private boolean active() {
        return switch (statusTracker.state()) {
            case STARTING, READY, UNHEALTHY -> true;
            default -> false;
        };
    }

    /** Begins with a clean record, as somebody asked for it. */
    private void afresh() {
        stopSequence.forget();
        lifecycleState.cancelTimer();
        startSequence.begin();
    }

    /** Whether what runs is what this spec would start. */
    boolean runs(ServiceSpec newSpec) {
        ServiceRun current = statusTracker.run();
        return current != null && current.record().digest().equals(SpecDigest.of(newSpec));
    }

    boolean wanted() {
        return lifecycleState.wanted;
    }

    void stop(CompletableFuture<Stopped> stopped) {
        stateWaiters.neverReady(lifecycleState.name, "was stopped before it was ready");
        stateWaiters.forEnd(stopped);
        lifecycleState.wanted = false;
        lifecycleState.failure = null;
        switch (statusTracker.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> stopSequence.end("was asked to stop");
            case STOPPING, EXITED -> {}
            default -> {
                lifecycleState.cancelTimer();
                boolean completed = statusTracker.state() == ServiceState.COMPLETED
                        && statusTracker.spec().kind() == ServiceSpec.Kind.ONE_SHOT;
                if (statusTracker.state() != ServiceState.STOPPED && !completed) {
                    statusTracker.enter(ServiceState.STOPPED, "was asked to stop");
                }
                endedNothing();
            }
        }
    }

    /** Reports a stop where nothing ran. A daemon that was not found may run on, so its ports are looked at. */
    private void endedNothing() {
        stateWaiters.ended(
                lifecycleState.current,
                ProcessTreeStopper.NOTHING,
                lifecycleState.strayed ? lifecycleState.current.ports() : List.of());
    }

    /** Ends what runs, and starts the service as the spec says once the gate is done. */
    void restart(
            ServiceSpec newSpec,
            String reason,
            CompletableFuture<?> gate,
            CompletableFuture<Stopped> stopped,
            CompletableFuture<ServiceStatus> started) {
        stateWaiters.forReady(started);
        stateWaiters.forEnd(stopped);
        statusTracker.spec(newSpec);
        lifecycleState.wanted = true;
        lifecycleState.holdStart(gate);
        switch (statusTracker.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> {
                stopSequence.forget();
                stopSequence.again(reason, null);
            }
            case STOPPING, EXITED -> {
                stopSequence.forget();
                lifecycleState.expected = false;
                lifecycleState.failure = null;
            }
            default -> {
                endedNothing();
                afresh();
            }
        }
    }

    void follow(String reason) {
        if (active()) {
            stopSequence.again(reason, null);
        }
    }

    void release() {
        startSequence.rest();
        lifecycleState.cancelTimer();
        lifecycleState.number++;
        lifecycleState.wanted = false;
        stateWaiters.neverReady(lifecycleState.name, "was let go by its supervisor");
    }

    void broken(Throwable failure) {
        stateWaiters.broken(lifecycleState.name, failure);
    }

    void dependencyChanged() {
        if (statusTracker.state() == ServiceState.WAITING) {
            startSequence.begin();
        }
    }

    void adopt(ServiceRun adopted, boolean alive) {
        statusTracker.run(adopted);
        lifecycleState.number = adopted.number();
        lifecycleState.wanted = alive;
        if (!alive) {
            stopSequence.end("was left behind by an earlier supervisor");
            return;
        }
        lifecycleState.wasReady = adopted.record().ready();
        lifecycleState.readyAt = serviceRegistry.clockwork().nanos();
        stopSequence.poll();
        statusTracker.enter(
                lifecycleState.wasReady ? ServiceState.READY : ServiceState.STARTING,
                "was running already, and is taken over");
    }
}
