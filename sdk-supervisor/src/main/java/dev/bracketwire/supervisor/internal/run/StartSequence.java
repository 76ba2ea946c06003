// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way up: from what a service waits for, over its start, to what its probes say. */
final class StartSequence {
    private static final Duration LAUNCHER_FIRST = Duration.ofMillis(5);
    private static final Duration LAUNCHER_LAST = Duration.ofMillis(250);

    private final LifecycleState lifecycleState;
    private final ServiceRegistry serviceRegistry;
    private final Mailbox mailbox;
    private final StatusTracker statusTracker;
    private final StateWaiters stateWaiters;
    private final ServiceStateMachine serviceStateMachine;
    private final ServiceProbes serviceProbes;
    private final Object logLock;

    StartSequence(LifecycleState lifecycleState, ServiceStateMachine serviceStateMachine, Object logLock) {
        this.lifecycleState = lifecycleState;
        this.serviceRegistry = lifecycleState.serviceRegistry;
        this.mailbox = lifecycleState.mailbox;
        this.statusTracker = lifecycleState.statusTracker;
        this.stateWaiters = lifecycleState.stateWaiters;
        this.serviceStateMachine = serviceStateMachine;
        this.serviceProbes = new ServiceProbes(lifecycleState.serviceRegistry, lifecycleState.mailbox, this::probed);
        this.logLock = logLock;
    }

    void begin() {
        if (!lifecycleState.mayStart()) {
            await("waits until another service has given up its port");
            return;
        }
        Optional<ManagedService> lost = serviceRegistry
                .dependencies(statusTracker.spec())
                .filter(ManagedService::lost)
                .findFirst();
        if (lost.isPresent()) {
            serviceStateMachine
                    .fall()
                    .fail("its dependency " + lost.get().name() + " has failed: "
                            + lost.get().status().why());
            return;
        }
        List<String> awaited = serviceRegistry
                .dependencies(statusTracker.spec())
                .filter(managedService -> !managedService.satisfies())
                .map(ManagedService::name)
                .toList();
        if (!awaited.isEmpty()) {
            await("waits for " + awaited);
            return;
        }
        attempt();
    }

    private void await(String reason) {
        if (statusTracker.state() != ServiceState.WAITING
                || !statusTracker.why().equals(reason)) {
            statusTracker.enter(ServiceState.WAITING, reason);
        }
    }

    private void attempt() {
        if (serviceRegistry.closed()) {
            serviceStateMachine.fall().fail("its supervisor is closed");
            return;
        }
        lifecycleState.number++;
        lifecycleState.wasReady = false;
        lifecycleState.expected = false;
        lifecycleState.failure = null;
        lifecycleState.strayed = false;
        lifecycleState.current = statusTracker.spec();
        statusTracker.enter(ServiceState.STARTING, "is being started");
        try {
            for (int port : statusTracker.spec().ports()) {
                PortState free = serviceRegistry.freed(port);
                if (free.holder() != PortState.Holder.FREE) {
                    throw new LaunchException(free.toString());
                }
            }
            synchronized (logLock) {
                statusTracker.run(serviceRegistry
                        .launches()
                        .begin(
                                statusTracker.spec(),
                                lifecycleState.number,
                                (which, process) -> mailbox.post(
                                        () -> serviceStateMachine.fall().exited(which, code(process)))));
            }
        } catch (UnwatchedException e) {
            statusTracker.run(e.run());
            serviceStateMachine.fall().again("could not be watched", e.getMessage());
            return;
        } catch (RuntimeException e) {
            String reason = e instanceof LaunchException || e instanceof BracketwireException
                    ? String.valueOf(e.getMessage())
                    : "could not be started: " + e;
            if (statusTracker.starts() == 0) {
                serviceStateMachine.fall().fail(reason);
            } else {
                serviceStateMachine.fall().retry(reason);
            }
            return;
        }
        resume();
        if (statusTracker.spec().kind() == Kind.DAEMON) {
            watchLauncher(lifecycleState.number, LAUNCHER_FIRST);
        }
    }

    /** Looks at a launcher while it lives, ever more rarely: what is seen as its child is known after its end. */
    private void watchLauncher(int attempt, Duration wait) {
        serviceRegistry
                .clockwork()
                .after(
                        wait,
                        () -> mailbox.post(() -> {
                            ServiceRun current = statusTracker.run();
                            if (current == null || attempt != lifecycleState.number || !launching(current)) {
                                return;
                            }
                            current.processTree()
                                    .members(serviceRegistry
                                            .host()
                                            .processSnapshots()
                                            .take());
                            Duration longer = wait.multipliedBy(5).dividedBy(4);
                            watchLauncher(attempt, longer.compareTo(LAUNCHER_LAST) > 0 ? LAUNCHER_LAST : longer);
                        }));
    }

    private boolean launching(ServiceRun current) {
        return statusTracker.state() == ServiceState.STARTING
                && Objects.equals(current.main(), current.record().leader());
    }

    /** A daemon without a probe is ready when the process that its launcher left is still there a moment later. */
    void handedOver(ServiceRun current) {
        if (statusTracker.state() == ServiceState.STARTING
                && statusTracker.spec().kind() == Kind.DAEMON
                && statusTracker.spec().startup().isEmpty()
                && !launching(current)) {
            ready(statusTracker.why());
        }
    }

    private static @Nullable Integer code(Process ended) {
        try {
            return ended.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Asks the probes of a run that is there. */
    void resume() {
        serviceProbes.end();
        ServiceRun current = statusTracker.run();
        if (current == null) {
            return;
        }
        if (statusTracker.state() != ServiceState.STARTING) {
            stateWaiters.ready(statusTracker.status());
            serviceProbes.serving(statusTracker.spec(), current);
            return;
        }
        if (statusTracker.spec().startup().isPresent()) {
            serviceProbes.starting(
                    statusTracker.spec(),
                    current,
                    statusTracker.spec().startup().get());
            lifecycleState.cancelTimer();
            int attempt = lifecycleState.number;
            lifecycleState.timer = serviceRegistry
                    .clockwork()
                    .after(statusTracker.spec().startTimeout(), () -> mailbox.post(() -> tooLate(attempt)));
        } else if (statusTracker.spec().kind() == Kind.SERVICE) {
            ready("was started");
        }
    }

    private void probed(ServiceRun asked, String purpose, ProbeLoop probeLoop, ProbeAnswer probeAnswer) {
        if (asked.number() != lifecycleState.number) {
            return;
        }
        if (statusTracker.state() == ServiceState.STARTING && purpose.equals("startup")) {
            if (probeAnswer.passed()) {
                ready(probeAnswer.detail());
            } else {
                statusTracker.why("is not ready: " + probeAnswer.detail());
            }
        } else if (purpose.equals("ready")) {
            if (statusTracker.state() == ServiceState.READY && probeLoop.failedTooOften()) {
                statusTracker.enter(ServiceState.UNHEALTHY, probeAnswer.detail());
            } else if (statusTracker.state() == ServiceState.UNHEALTHY && probeAnswer.passed()) {
                statusTracker.enter(ServiceState.READY, probeAnswer.detail());
            }
        } else if (purpose.equals("live") && probeLoop.failedTooOften()) {
            serviceStateMachine
                    .fall()
                    .again(
                            "does not live",
                            "its liveness probe failed " + probeLoop.failures() + " times: " + probeAnswer.detail());
        }
    }

    void ready(String how) {
        serviceProbes.end();
        lifecycleState.cancelTimer();
        lifecycleState.wasReady = true;
        lifecycleState.readyAt = serviceRegistry.clockwork().nanos();
        ServiceRun current = statusTracker.run();
        if (current != null) {
            statusTracker.run(current.with(current.record().foundReady()));
            serviceRegistry.saved(current.record().foundReady());
            statusTracker.enter(ServiceState.READY, how);
            stateWaiters.ready(statusTracker.status());
            serviceProbes.serving(statusTracker.spec(), current);
        }
    }

    private void tooLate(int attempt) {
        if (attempt == lifecycleState.number && statusTracker.state() == ServiceState.STARTING) {
            String seen = statusTracker.why();
            serviceStateMachine
                    .fall()
                    .again(
                            "took too long to start",
                            "was not ready within "
                                    + PlainWords.span(statusTracker.spec().startTimeout()) + ": " + seen);
        }
    }

    /** Asks no probe any more. */
    void rest() {
        serviceProbes.end();
    }
}
