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

/** What is known of a service. It is changed within its mailbox only, and may be read by anyone. */
final class Story {
    private final Clockwork clockwork;
    private final Consumer<ServiceEvent> told;
    private volatile ServiceSpec spec;
    private volatile @Nullable Run run;
    private volatile ServiceStatus status;
    private ServiceState state = ServiceState.STOPPED;
    private Instant since;
    private long sinceNanos;
    private String why = "";
    private String exit = "";
    private int starts;

    Story(Clockwork clockwork, ServiceSpec spec, Consumer<ServiceEvent> told) {
        this.clockwork = clockwork;
        this.told = told;
        this.spec = spec;
        this.since = clockwork.dates().instant();
        this.sinceNanos = clockwork.nanos();
        this.status = snapshot();
    }

    ServiceSpec spec() {
        return spec;
    }

    @Nullable
    Run run() {
        return run;
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

    void run(@Nullable Run next) {
        run = next;
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
        long now = clockwork.nanos();
        Duration stayed = Duration.ofNanos(now - sinceNanos);
        state = next;
        why = reason;
        since = clockwork.dates().instant();
        sinceNanos = now;
        status = snapshot();
        told.accept(new ServiceEvent(before, status, stayed));
    }

    private ServiceStatus snapshot() {
        Run current = run;
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
