// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StartException;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait for a service to be ready, or to be gone. Used within its mailbox only. */
final class StateWaiters {
    private final HostServices hostServices;
    private final List<CompletableFuture<ServiceStatus>> starters = new ArrayList<>();
    private final List<CompletableFuture<Stopped>> stoppers = new ArrayList<>();

    StateWaiters(HostServices hostServices) {
        this.hostServices = hostServices;
    }

    void forReady(CompletableFuture<ServiceStatus> waiter) {
        starters.add(waiter);
    }

    void forEnd(CompletableFuture<Stopped> waiter) {
        stoppers.add(waiter);
    }

    void ready(ServiceStatus status) {
        List<CompletableFuture<ServiceStatus>> waiting = List.copyOf(starters);
        starters.clear();
        waiting.forEach(starter -> starter.complete(status));
    }

    void neverReady(String name, String reason) {
        List<CompletableFuture<ServiceStatus>> waiting = List.copyOf(starters);
        starters.clear();
        waiting.forEach(starter -> starter.completeExceptionally(new StartException(name, reason)));
    }

    /** Nobody knows what would have become of it. */
    void broken(String name, Throwable failure) {
        neverReady(name, "a step of its supervision failed: " + failure);
        List<CompletableFuture<Stopped>> waiting = List.copyOf(stoppers);
        stoppers.clear();
        waiting.forEach(stopper -> stopper.completeExceptionally(failure));
    }

    /** Reports an end, and who holds these ports after it. */
    void ended(ServiceSpec spec, ProcessTreeStopper.Result result, List<Integer> ports) {
        List<CompletableFuture<Stopped>> waiting = List.copyOf(stoppers);
        stoppers.clear();
        if (waiting.isEmpty()) {
            return;
        }
        Stopped report = new Stopped(spec.name(), result.survivors(), held(ports), result.killed(), result.took());
        waiting.forEach(waiter -> waiter.complete(report));
    }

    /** Returns those of these ports that are held. */
    List<PortState> held(List<Integer> ports) {
        return ports.stream()
                .map(port -> hostServices.port(port, List.of()))
                .filter(port -> port.holder() != PortState.Holder.FREE)
                .toList();
    }
}
