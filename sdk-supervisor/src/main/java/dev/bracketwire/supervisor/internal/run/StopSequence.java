// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.RestartPolicy.Mode;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way down: from an exit or an order over the end of all processes to what comes after it. */
final class StopSequence {
    private final LifecycleState lifecycleState;
    private final ServiceRegistry serviceRegistry;
    private final Mailbox mailbox;
    private final StatusTracker statusTracker;
    private final StateWaiters stateWaiters;
    private final ServiceStateMachine serviceStateMachine;
    private final RunTermination runTermination;
    private final RestartBackoff restartBackoff =
            new RestartBackoff(() -> ThreadLocalRandom.current().nextDouble());

    StopSequence(
            LifecycleState lifecycleState, ServiceStateMachine serviceStateMachine, RunTermination runTermination) {
        this.lifecycleState = lifecycleState;
        this.serviceRegistry = lifecycleState.serviceRegistry;
        this.mailbox = lifecycleState.mailbox;
        this.statusTracker = lifecycleState.statusTracker;
        this.stateWaiters = lifecycleState.stateWaiters;
        this.serviceStateMachine = serviceStateMachine;
        this.runTermination = runTermination;
    }

    /** Counts its starts from none again, as somebody asked for it. */
    void forget() {
        restartBackoff.reset();
        statusTracker.starts(0);
    }

    /** Its first process, or one it was found by, has ended. */
    void exited(int which, @Nullable Integer code) {
        ServiceRun current = statusTracker.run();
        if (which != lifecycleState.number || current == null) {
            return;
        }
        statusTracker.exit(
                code == null
                        ? "ended; its exit code is not known, as it is no child of this supervisor"
                        : PlainWords.exit(code));
        if (statusTracker.state() == ServiceState.STOPPING
                || statusTracker.state() == ServiceState.STOP_FAILED
                || statusTracker.state() == ServiceState.EXITED) {
            return;
        }
        boolean launched = statusTracker.spec().kind() == Kind.DAEMON
                && (code == null ? statusTracker.state() == ServiceState.STARTING : code == 0);
        if (launched && handOver(current)) {
            return;
        }
        boolean success = code != null && statusTracker.spec().successCodes().contains(code);
        boolean early = statusTracker.spec().kind() != Kind.ONE_SHOT && !lifecycleState.wasReady;
        lifecycleState.expected = success && !early;
        lifecycleState.failure =
                lifecycleState.expected ? null : statusTracker.exit() + (early ? " before it was ready" : "");
        lifecycleState.strayed = launched;
        if (launched && lifecycleState.failure != null) {
            lifecycleState.failure += ", and left no process that is proven to be its own"
                    + stateWaiters.held(statusTracker.spec().ports()).stream()
                            .map(port -> "; " + port)
                            .collect(Collectors.joining());
        }
        serviceStateMachine.rise().rest();
        lifecycleState.cancelTimer();
        statusTracker.enter(ServiceState.EXITED, statusTracker.exit());
        if (!lifecycleState.expected) {
            serviceRegistry.failed(lifecycleState.name);
        }
        runTermination
                .sweep(lifecycleState.current, current, lifecycleState.current.stopTimeout())
                .thenAccept(result -> mailbox.post(() -> over(result)));
    }

    /**
     * Goes on with the oldest of the processes that a daemon's first one left. Of those that started within one tick of
     * the clock, the one that none of the others started is the oldest.
     */
    private boolean handOver(ServiceRun current) {
        List<ProcessRow> left = ProcessTreeStopper.members(serviceRegistry.host(), current.processTree());
        Set<Long> pids = left.stream().map(row -> row.id().pid()).collect(Collectors.toSet());
        Optional<ProcessId> heir = left.stream()
                .filter(row -> !row.id().equals(current.main()))
                .min(Comparator.comparing((ProcessRow row) -> row.id().start())
                        .thenComparing(row -> pids.contains(row.parent()))
                        .thenComparing(row -> row.id().pid()))
                .map(ProcessRow::id);
        heir.ifPresent(id -> {
            statusTracker.run(current.with(current.record().main(id)));
            serviceRegistry.saved(current.record().main(id));
            poll();
            statusTracker.why("goes on as pid " + id.pid());
        });
        return heir.isPresent();
    }

    /** Looks at a main process that is no child of this JVM, ten times a second; the JDK would take up to five seconds. */
    void poll() {
        int which = lifecycleState.number;
        serviceRegistry
                .clockwork()
                .after(
                        Duration.ofMillis(100),
                        () -> mailbox.post(() -> {
                            ServiceRun current = statusTracker.run();
                            ProcessId main = current == null ? null : current.main();
                            if (which != lifecycleState.number || current == null || main == null) {
                                return;
                            }
                            if (serviceRegistry.host().table().alive(main)) {
                                serviceStateMachine.rise().handedOver(current);
                                poll();
                            } else {
                                exited(which, null);
                            }
                        }));
    }

    /** Ends it because somebody wants that. */
    void end(String reason) {
        serviceStateMachine.rise().rest();
        lifecycleState.cancelTimer();
        statusTracker.enter(ServiceState.STOPPING, reason);
        ServiceRun current = statusTracker.run();
        if (current == null) {
            over(ProcessTreeStopper.NOTHING);
        } else {
            runTermination.end(lifecycleState.current, current).thenAccept(result -> mailbox.post(() -> over(result)));
        }
    }

    /** Ends it, and then starts it once more: at once, or as the policy says if it failed. */
    void again(String reason, @Nullable String failed) {
        lifecycleState.failure = failed;
        lifecycleState.expected = failed == null;
        if (failed != null) {
            serviceRegistry.failed(lifecycleState.name);
        }
        end(reason);
    }

    private void over(ProcessTreeStopper.Result result) {
        ServiceRun current = statusTracker.run();
        List<Integer> ports = current == null ? List.of() : lifecycleState.current.ports();
        if (!result.survivors().isEmpty()) {
            statusTracker.enter(ServiceState.STOP_FAILED, "processes are left: " + result.survivors());
            stateWaiters.ended(lifecycleState.current, result, ports);
            stateWaiters.neverReady(
                    lifecycleState.name, "cannot be started while processes of it are left: " + result.survivors());
            return;
        }
        if (current != null) {
            serviceRegistry.finished(current);
            statusTracker.run(null);
        }
        lifecycleState.number++;
        // A task that has done its work is not undone by a stop that comes while its processes are looked for.
        boolean done = statusTracker.state() == ServiceState.EXITED
                && lifecycleState.expected
                && (lifecycleState.wanted || (statusTracker.spec().kind() == Kind.ONE_SHOT && !always()));
        if (!lifecycleState.wanted && !done) {
            statusTracker.enter(ServiceState.STOPPED, statusTracker.why());
        }
        stateWaiters.ended(lifecycleState.current, result, ports);
        if (done) {
            completed();
        } else if (lifecycleState.wanted && lifecycleState.failure != null) {
            retry(lifecycleState.failure);
        } else if (lifecycleState.wanted) {
            serviceStateMachine.rise().begin();
        }
    }

    private boolean always() {
        return statusTracker.spec().restart().mode() == Mode.ALWAYS;
    }

    private void completed() {
        if (always()) {
            retry(statusTracker.exit());
            return;
        }
        lifecycleState.wanted = false;
        statusTracker.enter(ServiceState.COMPLETED, statusTracker.exit());
        stateWaiters.ready(statusTracker.status());
    }

    void retry(String reason) {
        if (statusTracker.spec().restart().mode() == Mode.NEVER) {
            fail(reason);
            return;
        }
        long now = serviceRegistry.clockwork().nanos();
        boolean stable = lifecycleState.wasReady
                && now - lifecycleState.readyAt
                        >= statusTracker.spec().restart().stableAfter().toNanos();
        Optional<Duration> wait = restartBackoff.next(statusTracker.spec().restart(), now, stable);
        if (wait.isEmpty()) {
            fail("was started " + restartBackoff.counted() + " times within "
                    + PlainWords.span(statusTracker.spec().restart().window()) + " and failed again: " + reason);
            return;
        }
        statusTracker.starts(statusTracker.starts() + 1);
        statusTracker.enter(
                ServiceState.BACKOFF, reason + "; starts again in " + wait.get().toMillis() + " ms");
        if (wait.get().isZero()) {
            serviceStateMachine.rise().begin();
            return;
        }
        int attempt = lifecycleState.number;
        lifecycleState.timer = serviceRegistry
                .clockwork()
                .after(
                        wait.get(),
                        () -> mailbox.post(() -> {
                            if (attempt == lifecycleState.number && statusTracker.state() == ServiceState.BACKOFF) {
                                serviceStateMachine.rise().begin();
                            }
                        }));
    }

    void fail(String reason) {
        lifecycleState.wanted = false;
        statusTracker.enter(ServiceState.FAILED, reason);
        stateWaiters.neverReady(lifecycleState.name, reason);
    }
}
