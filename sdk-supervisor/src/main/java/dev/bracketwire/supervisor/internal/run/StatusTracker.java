// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceEvent;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the status of a service. Only its mailbox changes it; any thread may read it. */
final class StatusTracker {
    private final SupervisorThreads supervisorThreads;
    private final Consumer<ServiceEvent> told;
    private volatile ServiceSpec spec;
    private volatile @Nullable ServiceRun serviceRun;
    private volatile ServiceStatus status;
    private ServiceState state = ServiceState.STOPPED;
    private Instant since;
    private long sinceNanos;
    private String why = "";
    private String exit = "";
    private int starts;

    StatusTracker(SupervisorThreads supervisorThreads, ServiceSpec spec, Consumer<ServiceEvent> told) {
        this.supervisorThreads = supervisorThreads;
        this.told = told;
        this.spec = spec;
        this.since = supervisorThreads.dates().instant();
        this.sinceNanos = supervisorThreads.nanos();
        this.status = snapshot();
    }

    ServiceSpec spec() {
        return spec;
    }

    @Nullable
    ServiceRun run() {
        return serviceRun;
    }

    ServiceStatus status() {
        return status;
    }

    ServiceState state() {
        return state;
    }

    String why() {
        return why;
    }

    String exit() {
        return exit;
    }

    int starts() {
        return starts;
    }

    void spec(ServiceSpec next) {
        spec = next;
        status = snapshot();
    }

    void run(@Nullable ServiceRun next) {
        serviceRun = next;
        status = snapshot();
    }

    void why(String reason) {
        why = reason;
        status = snapshot();
    }

    void exit(String words) {
        exit = words;
        status = snapshot();
    }

    void starts(int number) {
        starts = number;
        status = snapshot();
    }

    /** Goes to the next state, and tells of it. */
    void enter(ServiceState next, String reason) {
        ServiceState before = state;
        long now = supervisorThreads.nanos();
        Duration stayed = Duration.ofNanos(now - sinceNanos);
        state = next;
        why = reason;
        since = supervisorThreads.dates().instant();
        sinceNanos = now;
        status = snapshot();
        told.accept(new ServiceEvent(before, status, stayed));
    }

    private ServiceStatus snapshot() {
        ServiceRun current = serviceRun;
        ProcessId main = current == null ? null : current.main();
        return new ServiceStatus(
                spec.name(),
                state,
                since,
                why,
                current != null && current.adopted(),
                main == null ? OptionalLong.empty() : OptionalLong.of(main.pid()),
                starts,
                exit,
                spec.data());
    }
}
